package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String GIVES = """
            version: 1.0
            input: [text, most]
            tasks:
              t:
                with: {items: "<% list(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19) %>", concurrency: "<% ctx(most) %>"}
                action: core.echo
                input: {message: "<% ctx(text) %>"}
            """;

    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private static State started(String text, Map<String, Object> inputs, Limits limits) {
        Conductor conductor = new Conductor(Workflow.read(text), Quirk.standard(), limits);
        return conductor
                .next(conductor.begin(Map.of(), inputs, NOW), new Requested(Status.RUNNING), NOW)
                .state();
    }

    @Test
    void failsAWorkflowThatLeadsToItselfForEver() {
        State state = started("""
                version: 1.0
                tasks: {start: {next: [{do: loop}]}, loop: {next: [{do: loop}]}}
                """, Map.of(), new Limits(2_000, 10, 1000, 1000, 1000, 10));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.sequence()).hasSize(2_000);
        assertThat(state.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("The workflow has started 2000 tasks"));
    }

    @Test
    void endsWhereATaskThatIsToCleanUpCannotStartAnyMore() {
        State state = started("""
                version: 1.0
                tasks: {start: {next: [{do: [clean, fail]}]}, clean: {action: core.noop}}
                """, Map.of(), new Limits(2, 10, 1000, 1000, 1000, 10));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .extracting(ErrorEntry::message)
                .anyMatch(message -> message.contains("The workflow has started 2 tasks"));
    }

    @Test
    void failsATaskWithTenMillionItems() {
        State state = started(
                """
                version: 1.0
                input: [many]
                tasks: {t: {with: "<% ctx(many) %>", action: core.noop}}
                """,
                Map.of("many", Collections.nCopies(10_000_000, 1L)),
                new Limits(10, 100_000, Long.MAX_VALUE, 10, 1000, 10));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains("has 10000000 items, but at most 100000 are allowed"));
    }

    @Test
    void failsARunWhoseContextHasAHundredMillionCharacters() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{publish: [{x: <% result() %>}], do: b}]}, b: {action: core.noop}}
                """));
        State state = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        Step step = conductor.next(
                state, new Reported("a", 0, null, Status.SUCCEEDED, Map.of("text", "x".repeat(100_000_000))), NOW);

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.state().errors())
                .anySatisfy(
                        error -> assertThat(error.message()).contains("The variables of the workflow have 1000000"));
        assertThat(step.actions()).isEmpty();
    }

    @Test
    void failsATaskWhoseItemsWouldBeGivenMoreAtOnceThanIsAllowed() {
        State state =
                started(GIVES, Map.of("text", "x".repeat(90), "most", 20), new Limits(10, 100, 1000, 10, 1000, 10));

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .contains("InputLimitError", "at most 1000 are allowed", "'concurrency'"));
    }

    @Test
    void givesTheSameToFewerItemsAtATime() {
        State state =
                started(GIVES, Map.of("text", "x".repeat(90), "most", 5), new Limits(10, 100, 1000, 10, 1000, 10));

        assertThat(state.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void runsManyItemsSoManyAtATimeThatTheyCanBeHeld() {
        Conductor conductor =
                new Conductor(Workflow.read("""
                version: 1.0
                tasks: {t: {with: "<% range(25) %>", action: core.noop}}
                """), Quirk.standard(), new Limits(10, 100, 1000, 10, 1000, 10));
        Step step = conductor.next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW);
        int started = step.actions().size();

        for (int item = 0; item < 25; item++) {
            assertThat(started).isEqualTo(Math.min(25, 10 + item));
            step = conductor.next(step.state(), new Reported("t", 0, item, Status.SUCCEEDED, null), NOW);
            started += step.actions().size();
        }

        assertThat(step.state().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void lowersTheLimitsToWhatASmallHeapCanTake() {
        Limits small = Limits.within(224L << 20);

        assertThat(small.entries()).isBetween(10_000, 20_000);
        assertThat(small.items()).isEqualTo(small.entries());
        assertThat(small.contextSize()).isEqualTo(28L << 20);
        assertThat(small.inputSize()).isEqualTo(224L << 14);
        assertThat(small.atOnce()).isBetween(3_000, 4_000);
        assertThat(Limits.within(8L << 30)).isEqualTo(Limits.standard());
    }

    @Test
    void failsARunWhoseItemsGiveMoreThanIsKept() {
        Conductor conductor =
                new Conductor(Workflow.read("""
                version: 1.0
                tasks: {t: {with: "<% list(0, 1, 2) %>", action: core.noop}}
                """), Quirk.standard(), new Limits(10, 10, 1000, 10, 1000, 10));
        State state = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        for (int item = 0; item < 3; item++) {
            state = conductor
                    .next(state, new Reported("t", 0, item, Status.SUCCEEDED, "x".repeat(400)), NOW)
                    .state();
        }

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .anySatisfy(error -> assertThat(error.message())
                        .contains("ContextLimitError", "with the results of its tasks, but at most 1000 are allowed"));
    }

    @Test
    void countsOfFailuresWhatIsKept() {
        Limits limits = new Limits(1_000, 10, 10_000, 1_000, 10_000, 10);
        String retries = """
                version: 1.0
                tasks: {t: {action: core.noop, retry: {count: 100}}}
                """;
        String loop = """
                version: 1.0
                tasks: {s: {next: [{do: t}]}, t: {action: core.noop, next: [{do: t}]}}
                """;

        State same = failing(retries, limits, false);
        State sameInALoop = failing(loop, limits, false);
        State different = failing(retries, limits, true);

        // the error tells it, too
        assertThat(same.status()).isEqualTo(Status.RUNNING);
        assertThat(same.contextSize()).isBetween(2_000L, 4_100L);
        assertThat(sameInALoop.status()).isEqualTo(Status.RUNNING);
        assertThat(sameInALoop.contextSize()).isBetween(2_000L, 4_100L);
        assertThat(different.status()).isEqualTo(Status.FAILED);
        assertThat(different.errors())
                .anySatisfy(error -> assertThat(error.message()).contains("ContextLimitError"));
    }

    /** {@return a run whose task failed twenty times with long results} */
    private static State failing(String text, Limits limits, boolean differently) {
        Conductor conductor = new Conductor(Workflow.read(text), Quirk.standard(), limits);
        State state = started(text, Map.of(), limits);
        for (int i = 0; i < 20; i++) {
            String result = (differently ? i : "") + "x".repeat(2_000);
            state = conductor
                    .next(state, new Reported("t", 0, null, Status.FAILED, result), NOW)
                    .state();
        }
        return state;
    }

    @Test
    void countsALongTextOnceThatIsPublishedOnTheWayToSeveralTasks() {
        Conductor conductor =
                new Conductor(Workflow.read("""
                version: 1.0
                tasks:
                  t: {action: core.noop, next: [{publish: [{x: <% result() %>}], do: [a, b, c, d]}]}
                  a: {action: core.noop}
                  b: {action: core.noop}
                  c: {action: core.noop}
                  d: {action: core.noop}
                """), Quirk.standard(), new Limits(10, 10, 10_000, 10, 10_000, 10));
        State begun = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        State fits = conductor
                .next(begun, new Reported("t", 0, null, Status.SUCCEEDED, "x".repeat(4_000)), NOW)
                .state();
        State tooLong = conductor
                .next(begun, new Reported("t", 0, null, Status.SUCCEEDED, "x".repeat(6_000)), NOW)
                .state();

        assertThat(fits.status()).isEqualTo(Status.RUNNING);
        assertThat(fits.contextSize()).isBetween(8_000L, 8_100L);
        assertThat(tooLong.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void failsALoopAroundAJoinBeforeItsContextsGrowWithoutBound() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks:
                  s: {next: [{do: fan}]}
                  fan: {next: [{publish: [{x: 1}], do: [a, b]}]}
                  a: {next: [{do: j}]}
                  b: {next: [{do: j}]}
                  j: {join: all, next: [{do: fan}]}
                """));

        State state = conductor
                .next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW)
                .state();

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(state.errors())
                .anySatisfy(error -> assertThat(error.message()).contains("published contexts, more than are allowed"));
    }
}
