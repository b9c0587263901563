package io.drover.engine.ruletest;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.correlate.Match;
import io.drover.engine.drl.ProgramRehearsal;
import io.drover.engine.enforce.Prepared;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        String phase = match.shown().get("phase") instanceof String text ? text : null;
        return rule.actions().stream()
                .map(call -> called(
                        call,
                        Duration.between(start, match.at()),
                        phase,
                        callable -> around.parameters()
                                .requested(
                                        callable,
                                        call.parameters(),
                                        context(callable, match.context(), match.newest()))))
                .toList();
    }

    /** {@return the call that a rule in DRL asked for; its parameters are values and no templates} */
    Called of(ProgramRehearsal.Passed passed, Instant start) {
        ActionCall call = passed.call();
        return called(
                call,
                Duration.between(start, passed.at()),
                passed.phase(),
                callable -> around.parameters()
                        .requestedPlainly(
                                callable,
                                call.parameters(),
                                context(
                                        callable,
                                        Map.of("trigger", passed.event().payload()),
                                        passed.event())));
    }

    private Called called(
            ActionCall call, Duration at, @Nullable String phase, Function<CallableAction, Prepared> rendering) {
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
            return new Called(at, call.ref(), rendering.apply(callable).shown(), phase, null);
        } catch (DroverException e) {
            return new Called(at, call.ref(), call.parameters(), phase, e.getMessage());
        }
    }

    private Map<String, @Nullable Object> context(
            CallableAction callable, Map<String, @Nullable Object> seen, TriggerInstance newest) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(seen);
        context.put(
                "action_context",
                Map.of(
                        "user",
                        USER,
                        "pack",
                        callable.action().ref().pack(),
                        "trigger_instance",
                        Map.of("id", newest.id()),
                        "rule",
                        Map.of(
                                "id",
                                Kind.RULE.id(rule.ref()),
                                "name",
                                rule.ref().name())));
        return context;
    }
}
