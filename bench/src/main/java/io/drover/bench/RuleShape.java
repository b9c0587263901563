package io.drover.bench;

import io.drover.model.rule.Rule;
import io.drover.model.store.TriggerInstances;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A rule over several events that hardly ever matches, and the events that keep so many of them live.
 *
 * @param name in names of files
 * @param target events per second, with all in memory
 * @param raw thousands of events a second that bare Drools makes of the like (drools.md, C and D); null where it was not measured
 * @param rule as it is run in this process
 * @param when the same in YAML
 * @param before after so many events as many are live as there will ever be
 * @param events by their number, one a millisecond
 */
record RuleShape(
        String name,
        String what,
        double target,
        @Nullable Integer raw,
        Rule rule,
        String when,
        long before,
        LongFunction<TriggerInstances.Entry> events) {
    static final int KEYS = 1_000;
    static final List<String> NAMES = List.of("count", "average", "sequence", "absence");
    private static final int FEW = 10_000;
    private static final int MANY = 100_000;

    /** {@return all of them, each with few and with many live events} */
    static List<RuleShape> all() {
        return List.of(
                count(FEW, 252),
                count(MANY, 219),
                average(FEW, 252),
                average(MANY, 219),
                sequence(FEW, 226),
                sequence(MANY, 29),
                absence(FEW, 304),
                absence(MANY, null));
    }

    /** {@return those of a name} */
    static List<RuleShape> named(String name) {
        return all().stream().filter(shape -> shape.name().equals(name)).toList();
    }

    private static RuleShape count(int live, @Nullable Integer raw) {
        int never = 2 * live / KEYS;
        return new RuleShape(
                "count",
                "sliding count by 1,000 keys",
                100_000,
                raw,
                BenchRules.count(never, Duration.ofMillis(live)),
                String.format(Locale.ROOT, """
                when:
                  count:
                    event: {each: {trigger: bench.reading, where: "trigger.kind == 'a'"}}
                    at_least: %d
                  by: trigger.host
                  within: %ds
                """, never, live / 1_000),
                live,
                RuleShape::byKey);
    }

    private static RuleShape average(int live, @Nullable Integer raw) {
        return new RuleShape(
                "average",
                "average by 1,000 keys",
                50_000,
                raw,
                BenchRules.average(Duration.ofMillis(live)),
                String.format(Locale.ROOT, """
                when:
                  aggregate:
                    event: {each: {trigger: bench.reading, where: "trigger.kind == 'a'"}}
                    value: trigger.value
                    function: avg
                    having: "> 1000000"
                  by: trigger.host
                  within: %ds
                """, live / 1_000),
                live,
                RuleShape::byKey);
    }

    static TriggerInstances.Entry byKey(long number) {
        return BenchRules.event(number, "a", "h" + number % KEYS, number % 100);
    }

    /** Each second event begins a key, the other ends the one that began so many before. */
    private static RuleShape sequence(int live, @Nullable Integer raw) {
        return new RuleShape(
                "sequence",
                "A→B, every A with its B",
                100_000,
                raw,
                BenchRules.sequence("sequence", "a", "b", Duration.ofMillis(3L * live)),
                String.format(Locale.ROOT, """
                when:
                  sequence:
                    - first: {trigger: bench.reading, where: "trigger.kind == 'a'"}
                    - next: {trigger: bench.reading, where: "trigger.kind == 'b'"}
                  by: trigger.host
                  within: %ds
                """, 3 * live / 1_000),
                2L * live,
                number -> number % 2 == 0
                        ? BenchRules.event(number, "a", "h" + number / 2, 1)
                        : BenchRules.event(number, "b", "h" + (number / 2 - live), 1));
    }

    /** Every key is heard again before it is missed. */
    private static RuleShape absence(int live, @Nullable Integer raw) {
        return new RuleShape(
                "absence",
                "absence, none missing",
                100_000,
                raw,
                BenchRules.absence(Duration.ofMillis(2L * live)),
                String.format(Locale.ROOT, """
                when:
                  absence:
                    event: {beat: {trigger: bench.reading, where: "trigger.kind == 'a'"}}
                  by: trigger.host
                  within: %ds
                """, 2 * live / 1_000),
                live,
                number -> BenchRules.event(number, "a", "h" + number % live, 1));
    }
}
