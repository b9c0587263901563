package io.drover.engine.ruletest;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.correlate.Match;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders the calls of a rule's matches as they are rendered in production. */
final class Calls {
    private static final String USER = "rule-test";

    private final Rule rule;
    private final Surroundings around;

    Calls(Rule rule, Surroundings around) {
        this.rule = rule;
        this.around = around;
    }

    /** {@return the calls of a match, one for each of the rule's actions} */
    List<Called> of(Match match, Instant start) {
        return rule.actions().stream().map(call -> called(call, match, start)).toList();
    }

    private Called called(ActionCall call, Match match, Instant start) {
        Duration at = Duration.between(start, match.at());
        String phase = match.shown().get("phase") instanceof String text ? text : null;
        CallableAction callable = around.callables().apply(call);
        if (callable == null) {
            return new Called(
                    at,
                    call.ref(),
                    call.parameters(),
                    phase,
                    "Action '" + call.ref() + "' is not registered. Register its pack, or change the rule.");
        }
        if (!callable.action().enabled()) {
            return new Called(
                    at,
                    call.ref(),
                    call.parameters(),
                    phase,
                    "Action '" + call.ref() + "' is disabled. Enable it, or change the rule.");
        }
        try {
            return new Called(
                    at,
                    call.ref(),
                    around.parameters()
                            .requested(callable, call.parameters(), context(callable, match))
                            .shown(),
                    phase,
                    null);
        } catch (DroverException e) {
            return new Called(at, call.ref(), call.parameters(), phase, e.getMessage());
        }
    }

    private Map<String, @Nullable Object> context(CallableAction callable, Match match) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(match.context());
        context.put(
                "action_context",
                Map.of(
                        "user",
                        USER,
                        "pack",
                        callable.action().ref().pack(),
                        "trigger_instance",
                        Map.of("id", match.newest().id()),
                        "rule",
                        Map.of(
                                "id",
                                Kind.RULE.id(rule.ref()),
                                "name",
                                rule.ref().name())));
        return context;
    }
}
