package io.drover.engine.webhook;

import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Actions of the pack {@code core} that are part of the daemon: {@code core.uuid} and {@code core.inject_trigger}. Their
 * results have the shape of StackStorm's Python runner, where they are Python programs.
 */
public final class NativeRunner implements ActionRunner {
    private static final RunnerType TYPE =
            new RunnerType("native", "Runs an action that is part of the daemon.", Map.of(), "result", true);
    private static final Ref UUID_ACTION = Ref.of("core", "uuid");
    private static final Ref INJECT_TRIGGER = Ref.of("core", "inject_trigger");

    private final TriggerInbox inbox;

    public NativeRunner(TriggerInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) {
        Ref action = context.action().ref();
        if (action.equals(UUID_ACTION)) {
            return uuid(context.actionParameters());
        }
        if (action.equals(INJECT_TRIGGER)) {
            return injectTrigger(context);
        }
        return ActionResult.failed("Expected an action that is part of the daemon, but found '" + action
                + "'. The runner 'native' is for the pack 'core' alone; use another runner_type.");
    }

    private static ActionResult uuid(Map<String, @Nullable Object> parameters) {
        String kind = String.valueOf(parameters.getOrDefault("uuid_type", "uuid4"));
        return switch (kind) {
            case "uuid4" -> succeeded(UUID.randomUUID().toString());
            case "uuid1" -> succeeded(TimeUuid.next().toString());
            default -> failed("Expected 'uuid1' or 'uuid4' as uuid_type, but found '" + kind + "'.");
        };
    }

    private ActionResult injectTrigger(ActionContext context) {
        Map<String, @Nullable Object> parameters = context.actionParameters();
        Object name =
                Optional.<Object>ofNullable(parameters.get("trigger_name")).orElse(parameters.get("trigger"));
        if (name == null) {
            return failed("Expected the parameter 'trigger_name', but found none. Give the ref of a trigger.");
        }
        Object tag = parameters.get("trace_tag");
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        if (parameters.get("payload") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> payload.put(String.valueOf(key), value));
        }
        Emission emission = new Emission(
                Ref.parse(name.toString()),
                payload,
                null,
                null,
                Emission.DEDUPE_WINDOW,
                tag == null ? null : tag.toString(),
                "execution:" + context.execution().id(),
                context.execution().traceParent());
        Acceptance acceptance;
        try {
            acceptance = inbox.accept(emission).toCompletableFuture().join();
        } catch (CompletionException e) {
            return failed("The event was not taken: "
                    + Objects.requireNonNullElse(e.getCause(), e).getMessage());
        }
        return acceptance.verdict() == Acceptance.Verdict.REFUSED
                ? failed("The event was refused: " + String.join("; ", acceptance.violations()))
                : succeeded("Trigger \"" + name + "\" is emitted as event " + acceptance.instanceId() + ".");
    }

    private static ActionResult succeeded(String result) {
        return ActionResult.succeeded(Map.of("result", result, "exit_code", 0, "stdout", "", "stderr", ""));
    }

    private static ActionResult failed(String error) {
        return ActionResult.failed(
                Map.of("result", "None", "exit_code", 1, "stdout", "", "stderr", error, "error", error));
    }
}
