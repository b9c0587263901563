package io.drover.bench;

import io.drover.model.action.ActionCall;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.ruledsl.YamlPackReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules over several events that are measured, and their events, one a millisecond. */
final class BenchRules {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Trigger READING = Trigger.of(Ref.of("bench", "reading"), Map.of());
    private static final String KEY = "trigger.host";

    private BenchRules() {}

    /** {@return an event of a kind for a key} */
    static TriggerInstances.Entry event(long number, String kind, String host, long value) {
        Instant at = START.plusMillis(number);
        String id = "60000000" + Long.toHexString(0x6000_0000_0000_0000L + number);
        return new TriggerInstances.Entry(
                new TriggerInstance(
                        id,
                        READING.ref(),
                        READING.type(),
                        Map.of("kind", kind, "host", host, "value", value),
                        at,
                        at,
                        null,
                        "bench",
                        new Trace(id, null)),
                new Position(1, number, 0),
                Duration.ZERO);
    }

    /** One event of one kind. */
    static Rule filter(String kind) {
        return rule("filter", new When(new Form.Any(List.of(pattern("hot", kind))), List.of(), Map.of(), null, null));
    }

    /** So many of a key that it never comes to it. */
    static Rule count(int atLeast, Duration within) {
        return rule("count", by(new Form.Count(pattern("each", "a"), atLeast), within));
    }

    /** An average of a key that is never reached. */
    static Rule average(Duration within) {
        return rule(
                "average",
                by(
                        new Form.Aggregate(
                                pattern("each", "a"),
                                "trigger.value",
                                Form.Function.AVG,
                                new Form.Having(Form.Comparison.GREATER, BigDecimal.valueOf(1_000_000))),
                        within));
    }

    /** One kind, then another of the same key. */
    static Rule sequence(String name, String first, String then, Duration within) {
        return rule(name, by(new Form.Sequence(List.of(pattern("first", first), pattern("next", then))), within));
    }

    static Rule absence(Duration within) {
        return rule("absence", by(new Form.Absence(pattern("beat", "a")), within));
    }

    private static EventPattern pattern(String name, String kind) {
        return new EventPattern(
                name, READING, List.of(new Criterion("trigger.kind", Operator.EQUALS, "equals", kind, null)), null);
    }

    private static When by(Form form, Duration within) {
        return new When(
                form,
                List.of(),
                form.events().stream().collect(Collectors.toMap(EventPattern::name, event -> KEY)),
                within,
                null);
    }

    private static Rule rule(String name, @Nullable When when) {
        return new Rule(
                Ref.of("bench", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                READING,
                List.of(),
                null,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null,
                null,
                when,
                Limits.NONE);
    }

    /** Writes a pack of so many rules, a file each, of which one at most matches an event of {@link RuleShape#byKey}. */
    static void write(Path pack, int rules) throws IOException {
        Path folder = begin(pack);
        for (int i = 0; i < rules; i++) {
            Files.writeString(folder.resolve("rule_" + i + ".yaml"), """
                    name: rule_%1$d
                    enabled: true
                    description: Something about host %1$d.
                    trigger: bench.reading
                    where: "trigger.host == 'host-%1$d' and trigger.value > 3"
                    action:
                      ref: core.noop
                    """.replace("%1$d", String.valueOf(i)));
        }
    }

    /** Writes a pack of one rule. Its matches do nothing but the first of an hour: they are not what is measured. */
    static void write(Path pack, RuleShape shape) throws IOException {
        Files.writeString(
                begin(pack).resolve(shape.name() + ".yaml"),
                "name: " + shape.name() + "\nenabled: true\n" + shape.when() + """
                limits:
                  throttle: {per: 1h}
                action:
                  ref: core.noop
                """);
    }

    /** {@return the rules of a pack that was written here} */
    static List<Rule> read(Path pack) throws IOException {
        Checked<PackContent> read = new YamlPackReader(null).read(pack, null);
        return read.value()
                .orElseThrow(() -> new IOException("the rules cannot be read: " + read.problems()))
                .rules();
    }

    /** Writes the frame of the pack {@code bench}. {@return the folder of its rules} */
    static Path begin(Path pack) throws IOException {
        Path triggers = Files.createDirectories(pack.resolve("triggers"));
        Files.writeString(pack.resolve("pack.yaml"), """
                ref: bench
                name: bench
                description: Rules to be measured.
                version: 1.0.0
                author: bench
                email: bench@example.org
                """);
        Files.writeString(triggers.resolve("reading.yaml"), """
                name: reading
                description: Something was read.
                """);
        return Files.createDirectories(pack.resolve("rules"));
    }
}
