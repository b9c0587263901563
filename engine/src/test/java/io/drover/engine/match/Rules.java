package io.drover.engine.match;

import io.drover.model.action.ActionCall;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules and events to match. */
public final class Rules {
    /** The trigger of {@link #event}. */
    public static final Ref STATE = Ref.of("plant", "state");

    /** When every event was accepted. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Rules() {}

    /** {@return a criterion whose operator is known by this name} */
    public static Criterion criterion(String key, String operator, @Nullable Object pattern) {
        return new Criterion(key, Operator.named(operator).orElseThrow(), operator, pattern, null);
    }

    /** {@return an enabled rule on {@link #STATE}} */
    public static Rule rule(String name, Criterion... criteria) {
        return rule(name, Rule.Type.STANDARD, 0, STATE, null, List.of(criteria));
    }

    /** {@return an enabled rule} */
    public static Rule rule(
            String name, Rule.Type type, int priority, Ref trigger, @Nullable String where, List<Criterion> criteria) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                type,
                new Trigger(trigger, trigger, Map.of()),
                criteria,
                where,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                priority,
                List.of(),
                Map.of(),
                null);
    }

    /** {@return revision 1 of a rule, compiled with {@link PlainLanguage}} */
    public static MatchedRule compiled(Rule rule) {
        return MatchedRule.of(rule, 1, new PlainLanguage());
    }

    /** {@return an event of {@link #STATE}} */
    public static TriggerInstance event(Map<String, @Nullable Object> payload) {
        return event(STATE, payload);
    }

    /** {@return an event accepted {@link #NOW}} */
    public static TriggerInstance event(Ref trigger, Map<String, @Nullable Object> payload) {
        return new TriggerInstance(
                "6789012345678901234567ab",
                trigger,
                trigger,
                payload,
                NOW,
                NOW,
                null,
                "test",
                new Trace("6789012345678901234567ac", null));
    }
}
