package io.drover.engine.feed;

import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Announces its action's parameters to whoever listens to the feed. */
public final class AnnouncementRunner implements ActionRunner {
    private static final RunnerType TYPE = new RunnerType(
            "announcement",
            "Announces something to whoever listens to the event stream.",
            Map.of(
                    "experimental",
                    Map.of(
                            "type",
                            "boolean",
                            "required",
                            true,
                            "default",
                            false,
                            "description",
                            "Has to be true: with StackStorm the runner is an experiment."),
                    "route",
                    Map.of("type", "string", "default", "general", "description", "Whom the announcement is for.")),
            null,
            false);

    private final CommittedFeed feed;

    public AnnouncementRunner(CommittedFeed feed) {
        this.feed = feed;
    }

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) {
        if (!Boolean.TRUE.equals(context.runnerParameters().get("experimental"))) {
            return ActionResult.failed("Expected the parameter 'experimental' to be true, as the runner 'announcement'"
                    + " asks for it. Set it in the action's file.");
        }
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(context.actionParameters());
        context.secretNames().forEach(secret -> payload.computeIfPresent(secret, (name, value) -> Veil.MASK));
        feed.announce(
                String.valueOf(context.runnerParameters().get("route")),
                payload,
                context.execution().trace());
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("output", payload);
        result.putAll(payload);
        return ActionResult.succeeded(result);
    }
}
