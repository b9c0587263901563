package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cases that say which actions a rule calls on which events, under a clock of their own (rule language, section 7). */
public record RuleTest(Ref rule, List<Case> cases) {
    /** When a case begins that does not say it. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    public RuleTest {
        cases = List.copyOf(cases);
    }

    /**
     * Events, and what has to come of them.
     *
     * @param line where it stands in its file
     * @param start from which all its times are counted
     * @param events in the order of their acceptance
     * @param until how far the clock goes; what is due then still comes
     * @param expected every call of an action, and no other
     * @param limited how often a limit stops or delays a match; null: that is not compared
     * @param shadow whether the rule is in shadow; null: that is not compared
     */
    public record Case(
            String name,
            int line,
            Instant start,
            List<Arrival> events,
            Duration until,
            List<Call> expected,
            @Nullable Integer limited,
            @Nullable Boolean shadow) {
        public Case {
            events = List.copyOf(events);
            expected = List.copyOf(expected);
        }
    }

    /**
     * An event that comes.
     *
     * @param at when it is accepted
     * @param occurred when it happened, {@code at} or before
     */
    public record Arrival(Duration at, Duration occurred, Trigger trigger, Map<String, @Nullable Object> payload) {
        public Arrival {
            payload = JsonValues.copyOf(payload);
        }
    }

    /**
     * A call of an action that has to come.
     *
     * @param at the time of its match; null: that is not compared
     * @param parameters those that are compared
     * @param phase of a flapping value, {@code start} or {@code stop}; null: that is not compared
     */
    public record Call(
            @Nullable Duration at,
            Ref action,
            Map<String, @Nullable Object> parameters,
            @Nullable String phase) {
        public Call {
            parameters = JsonValues.copyOf(parameters);
        }
    }
}
