package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleTest;
import io.drover.model.trigger.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule tests as people write them. */
class RuleTestTextTest {
    @TempDir
    private Path folder;

    private Checked<RuleTest> read(String text) throws IOException {
        Path file = folder.resolve("t.yaml");
        Files.writeString(file, text);
        return RuleTestFiles.read(file, "t.yaml");
    }

    private List<String> problems(String text) throws IOException {
        Checked<RuleTest> read = read(text);
        assertThat(read.value()).isEmpty();
        return read.problems().stream().map(Object::toString).toList();
    }

    @Test
    void readsAllThatACaseMaySay() throws IOException {
        Checked<RuleTest> read = read("""
                rule: ops.node_down
                cases:
                  - name: recovery in time cancels
                    start: 2026-03-01T08:00:00+02:00
                    events:
                      - {at: 0s, trigger: sensu.check, payload: {host: n1, status: 2}}
                      - {at: 40s, occurred: 1500ms, trigger: {type: ipmi.reading, parameters: {rack: 7}}, payload: {rpm: 100}}
                    until: 10m
                    limited: 2
                    shadow: true
                    expect:
                      - {at: 40s, action: ops.evacuate, parameters: {node: n1}, phase: start}
                """);

        assertThat(read.problems()).isEmpty();
        assertThat(read.value().orElseThrow())
                .isEqualTo(new RuleTest(
                        Ref.of("ops", "node_down"),
                        List.of(new RuleTest.Case(
                                "recovery in time cancels",
                                3,
                                Instant.parse("2026-03-01T06:00:00Z"),
                                List.of(
                                        new RuleTest.Arrival(
                                                Duration.ZERO,
                                                Duration.ZERO,
                                                Trigger.of(Ref.parse("sensu.check"), Map.of()),
                                                Map.of("host", "n1", "status", 2L)),
                                        new RuleTest.Arrival(
                                                Duration.ofSeconds(40),
                                                Duration.ofMillis(1500),
                                                Trigger.of(Ref.parse("ipmi.reading"), Map.of("rack", 7L)),
                                                Map.of("rpm", 100L))),
                                Duration.ofMinutes(10),
                                List.of(new RuleTest.Call(
                                        Duration.ofSeconds(40),
                                        Ref.parse("ops.evacuate"),
                                        Map.of("node", "n1"),
                                        "start")),
                                2,
                                true))));
    }

    @Test
    void aCaseEndsWithItsLastEventUnlessItSaysMore() throws IOException {
        RuleTest test = read("""
                rule: ops.r
                start: 2026-05-05T00:00:00Z
                cases:
                  - {name: a, events: [{at: 1.5, trigger: a.b}], expect: []}
                  - {name: b, start: 2026-06-06T00:00:00Z, expect: []}
                """).value().orElseThrow();

        assertThat(test.cases())
                .extracting(RuleTest.Case::until)
                .containsExactly(Duration.ofMillis(1500), Duration.ZERO);
        assertThat(test.cases())
                .extracting(RuleTest.Case::start)
                .containsExactly(Instant.parse("2026-05-05T00:00:00Z"), Instant.parse("2026-06-06T00:00:00Z"));
    }

    @Test
    void tellsAllThatIsWrongWithItsPlaces() throws IOException {
        assertThat(problems("""
                rule: node_down
                case: 1
                cases:
                  - nane: a
                    events:
                      - {at: 5x, triger: a.b}
                      - {at: 10s, trigger: a.b, payload: 3}
                      - {at: 9s, trigger: a.b, occurred: 11s}
                    until: 1s
                    expect: [{action: x, phase: middle, params: {}}]
                  - {name: b, limited: -1, start: now}
                  - {name: b, events: [], expect: [{at: 1s, action: a.b}]}
                """))
                .containsExactly(
                        "t.yaml:1:1: Expected 'rule' of the form 'pack.name', but found 'node_down'. Write the pack's ref, a dot, and the name.",
                        "t.yaml:2:1: Unknown key 'case' in a rule test. Did you mean 'cases'? Allowed are cases, rule, start.",
                        "t.yaml:4:5: Unknown key 'nane' in a case. Did you mean 'name'? Allowed are events, expect, limited, name, shadow, start, until.",
                        "t.yaml:4:5: 'name' is a required property, and has to have a value.",
                        "t.yaml:6:9: 'trigger' is a required property, and has to have a value. Write the ref of a trigger type, or {type: …, parameters: {…}}.",
                        "t.yaml:6:14: Expected 'at' to be a time from the start, such as 500ms, 30s, 5m, 2h, 7d or a number of seconds, but found the text '5x'.",
                        "t.yaml:6:18: Unknown key 'triger' in an event. Did you mean 'trigger'? Allowed are at, occurred, payload, trigger.",
                        "t.yaml:7:42: Expected 'payload' to be a mapping of keys to values, but found the number 3.",
                        "t.yaml:8:9: The event comes at 9s, before the one above it. Write events in the order in which they come; 'occurred' says that one happened earlier.",
                        "t.yaml:8:32: The event happened at 11s, after it came at 9s. Let it happen then or before.",
                        "t.yaml:9:5: The case ends at 1s, before its last event at 9s. Let it end there or later.",
                        "t.yaml:10:15: Expected 'action' of the form 'pack.name', but found 'x'. Write the pack's ref, a dot, and the name.",
                        "t.yaml:10:26: Expected the phase start or stop, but found 'middle'.",
                        "t.yaml:10:41: Unknown key 'params' in an expected call. Allowed are action, at, parameters, phase.",
                        "t.yaml:11:5: A case needs 'expect': the actions that are called, or [] where none is.",
                        "t.yaml:11:15: Expected 'limited' to be 0 or more, but found -1.",
                        "t.yaml:11:28: Expected a time such as 2026-01-01T00:00:00Z, with its zone, but found 'now'.",
                        "t.yaml:12:6: The name 'b' is used in line 11 already. Give each case a name of its own.",
                        "t.yaml:12:37: The call is expected at 1s, after the end of the case at 0s. Let the case last longer by 'until'.");
    }

    @Test
    void refusesAFileWithoutCases() throws IOException {
        assertThat(problems("rule: a.b\n"))
                .containsExactly("t.yaml:1:1: A rule test needs 'cases', a list of at least one case.");
        assertThat(problems("rule: a.b\ncases: []\n"))
                .containsExactly("t.yaml:2:1: A rule test needs 'cases', a list of at least one case.");
    }

    @Test
    void findsTheFilesOfAPackAndThePackOfAFile() throws IOException {
        Path file = folder.resolve("ops/tests/rules/a.yaml");
        Files.createDirectories(folder.resolve("ops/tests/rules"));
        Files.writeString(folder.resolve("ops/pack.yaml"), "name: ops\n");
        Files.writeString(file, "rule: a.b\n");
        Files.writeString(folder.resolve("ops/tests/rules/notes.txt"), "");

        assertThat(RuleTestFiles.in(folder.resolve("ops"))).containsExactly(file);
        assertThat(RuleTestFiles.in(folder)).isEmpty();
        assertThat(RuleTestFiles.packOf(file)).isEqualTo(folder.resolve("ops"));
        assertThat(RuleTestFiles.packOf(folder.resolve("a.yaml"))).isNull();
    }
}
