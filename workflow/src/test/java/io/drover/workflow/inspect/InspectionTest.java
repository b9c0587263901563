package io.drover.workflow.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {
    private static List<Finding> findings(String text) {
        return Inspection.of(Workflow.read(text), Set.of()).findings();
    }

    @Test
    void findsNothingWrongWithARightWorkflow() {
        assertThat(findings("""
                version: 1.0
                input: [a]
                tasks: {t: {action: core.echo message=<% ctx(a) %>, next: [{publish: b=1, do: noop}]}}
                output: [{b: <% ctx(b) %>}]
                """)).isEmpty();
    }

    @Test
    void tellsATruthFromANumberWhereEntriesHaveToDiffer() {
        assertThat(findings("""
                version: 1.0
                tasks: {t: {next: [{publish: [{a: 1}, {a: true}]}]}}
                """)).isEmpty();
        assertThat(findings("""
                version: 1.0
                tasks: {t: {next: [{publish: [{a: 1}, {a: 1.0}]}]}}
                """)).extracting(Finding::specPath).contains("tasks.t.next[0].publish");
    }

    @Test
    void tellsTheLineAndColumnOfAFinding() {
        List<Finding> findings = findings("""
                version: 1.0
                tasks:
                  t:
                    action: core.noop
                    next:
                      - when: true
                        do: u
                """);

        assertThat(findings).extracting(Finding::specPath).contains("tasks.t.next[0].when", "tasks.t.next[0].do");
        assertThat(findings.get(0).place()).contains(new Place(6, 15));
        assertThat(findings.get(1).message()).isEqualTo("The task \"u\" is not defined.");
        assertThat(findings.get(1).place()).contains(new Place(7, 13));
    }

    @Test
    void namesKindAndLanguageInTheFlatForm() {
        Finding finding = findings("""
                version: 1.0
                tasks: {t: {action: core.echo message=<% ctx(a) %>}}
                """).get(0);

        assertThat(finding.flatDocument())
                .isEqualTo(Map.of(
                        "type",
                        "context",
                        "language",
                        "yaql",
                        "expression",
                        "<% ctx(a) %>",
                        "message",
                        "Variable \"a\" is referenced before assignment.",
                        "spec_path",
                        "tasks.t.input",
                        "schema_path",
                        "properties.tasks.patternProperties.^\\w+$.properties.input"));
    }

    @Test
    void refusesATaskNameThatNoTransitionCouldTell() {
        assertThat(findings("version: 1.0\ntasks: {my-task: {action: core.noop}}"))
                .extracting(Finding::message)
                .containsExactly("The task name \"my-task\" is not valid. Use letters, digits and underscores alone.");
    }

    @Test
    void seesWhatEveryBranchPublishesAtAJoinButNotBefore() {
        assertThat(findings("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{publish: x=1, do: [j, c]}]}
                  b: {action: core.noop, next: [{publish: y=1, do: j}]}
                  c: {action: core.echo message=<% ctx(y) %>}
                  j: {join: all, action: core.echo message="<% ctx(x) %> <% ctx(y) %>"}
                """)).extracting(Finding::specPath).containsExactly("tasks.c.input");
    }

    @Test
    void looksForVariablesWhereverAnExpressionStands() {
        assertThat(findings("""
                version: 1.0
                vars: <% ctx(a) %>
                output: {o: "{{ ctx().b }}"}
                tasks: {t: {action: core.noop, next: [{publish: {p: <% ctx(c) %>}, do: "<% ctx(d) %>"}]}}
                """))
                .filteredOn(finding -> finding.kind() == Finding.Kind.CONTEXT)
                .extracting(Finding::specPath)
                .containsExactly("output", "tasks.t.next[0].do", "tasks.t.next[0].publish", "vars");
    }

    @Test
    void missesTheActionOfATaskWithItemsEvenWhereTheItemsAreMissingToo() {
        assertThat(findings("version: 1.0\ntasks: {t: {with: {}, join: all}}"))
                .extracting(Finding::message)
                .contains("The action property is required for with items task.");
    }

    @Test
    void takesAMappingInThePlaceOfTargetsForItsNames() {
        assertThat(findings("""
                version: 1.0
                tasks: {t: {action: core.noop, next: [{do: {u: 1}}]}, u: {action: core.noop}}
                """)).extracting(Finding::kind).containsExactly(Finding.Kind.SYNTAX);
    }

    @Test
    void pointsAtTheKeyOrTheNameThatIsMeant() {
        List<Finding> findings = findings("""
                version: 1.0
                tasks:
                  t:
                    action: core.noop
                    joinn: all
                    next:
                      - do: [noop, tt]
                """);

        assertThat(findings)
                .extracting(Finding::place)
                .containsExactly(Optional.of(new Place(5, 5)), Optional.of(new Place(7, 20)));
        assertThat(findings)
                .extracting(Finding::advice)
                .containsExactly("\"joinn\": did you mean \"join\"?", "Did you mean \"t\"?");
    }

    /** The messages of the schema are StackStorm's; none of them alone tells what to write. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay: -1",
                "join: -1",
                "join: some",
                "with: 5",
                "with: a b in <% [] %>",
                "with: {items: \"<% [] %>\", concurrency: -1}",
                "input: 5",
                "retry: {when: <% failed() %>}",
                "retry: {count: -1}",
                "retry: {count: 1, when: true}",
                "next: [{when: true}]",
                "next: [{do: 5}]",
                "next: [{publish: 5}]"
            })
    void saysWhatToWriteInPlaceOfAWrongForm(String property) {
        List<Finding> findings =
                findings("version: 1.0\ntasks:\n  t:\n    action: core.noop\n    " + property + "\n  \"5\": {}\n");

        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.SYNTAX);
            assertThat(finding.advice()).isNotNull().doesNotContain("below its name");
        });
    }

    @Test
    @Timeout(60)
    void looksAtForksAndJoinsOnceAndNotAtEachWayThroughThem() {
        StringBuilder text = new StringBuilder("version: 1.0\ntasks:\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("  t")
                    .append(i)
                    .append(": {join: all, next: [{do: [a")
                    .append(i)
                    .append(", b")
                    .append(i);
            text.append("]}]}\n");
            for (String branch : List.of("a", "b")) {
                text.append("  ")
                        .append(branch)
                        .append(i)
                        .append(": {next: [{do: t")
                        .append(i + 1)
                        .append("}]}\n");
            }
        }
        text.append("  t1000: {join: all}\n");

        assertThat(findings(text.toString())).isEmpty();
    }

    @Test
    @Timeout(60)
    void keepsNoSplitsForEachWayThroughDiamondsWithoutJoins() {
        StringBuilder text = new StringBuilder("version: 1.0\ntasks:\n");
        for (int i = 0; i < 3_000; i++) {
            String[] next = {"[b" + i + ", c" + i + "]", "a" + (i + 1), "a" + (i + 1)};
            for (int branch = 0; branch < next.length; branch++) {
                text.append("  ").append("abc".charAt(branch)).append(i).append(": {next: [{do: ");
                text.append(next[branch]).append("}]}\n");
            }
        }
        text.append("  a3000: {next: [{do: [early, late]}]}\n  early: {next: [{do: j}]}\n  k: {next: [{do: j}]}\n");
        text.append("  late: {next: [{do: k}, {do: k}]}\n  j: {join: all}\n");

        assertThat(findings(text.toString())).extracting(Finding::specPath).containsExactly("tasks.j");
    }

    @Test
    @Timeout(60)
    void findsTheTasksOfALargeRingInOnePass() {
        StringBuilder text = new StringBuilder("version: 1.0\ntasks:\n  start: {next: [{do: t0}]}\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  t").append(i).append(": {next: [{do: t");
            text.append((i + 1) % 10_000).append("}]}\n");
        }

        Inspection inspection = Inspection.of(Workflow.read(text.toString()), Set.of());

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.warnings()).extracting(Warning::specPath).containsExactly("tasks.t0.next");
    }

    @Test
    void findsNothingAboutDatesUnlessStackStormsFindingsAreAskedFor() {
        String text = """
                version: 1.0
                vars: [{day: 2026-05-01}, {nested: [2026-05-01]}]
                tasks: {t: {action: core.noop, input: {at: 2026-05-01}}}
                """;
        Inspection ours = Inspection.of(Workflow.read(text), Set.of());

        assertThat(ours.findings()).isEmpty();
        assertThat(ours.withDates(text).findings())
                .extracting(Finding::message, Finding::specPath)
                .containsExactly(
                        tuple(
                                "{'at': datetime.date(2026, 5, 1)} is not valid under any of the given schemas",
                                "tasks.t.input"),
                        tuple("datetime.date(2026, 5, 1) is not valid under any of the given schemas", "vars[0].day"));
    }
}
