package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What random workflows beside StackStorm's engine showed: each as it is there, and as it is here where that is repaired. */
class EdgesOfTheOriginalTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private static Conductor conductor(String text, Set<Quirk> quirks) {
        return new Conductor(Workflow.read(text), quirks, Limits.standard());
    }

    private static Step begun(Conductor conductor) {
        return conductor.next(conductor.begin(Map.of(), Map.of(), NOW), new Requested(Status.RUNNING), NOW);
    }

    private static Step told(
            Conductor conductor,
            State state,
            String task,
            @Nullable Integer item,
            Status status,
            @Nullable Object result) {
        return conductor.next(state, new Reported(task, 0, item, status, result), NOW);
    }

    private static Step succeeded(Conductor conductor, State state, String task, @Nullable Object result) {
        return told(conductor, state, task, null, Status.SUCCEEDED, result);
    }

    @Test
    void aCanceledTaskIsNotRetriedHoweverItsConditionStands() {
        String text = """
                version: 1.0
                tasks: {a: {action: core.noop, retry: {count: 2, when: <% completed() %>}}}
                """;
        Conductor repaired = conductor(text, Quirk.standard());
        Conductor asInStackStorm = conductor(text, Quirk.all());

        State canceled = told(repaired, begun(repaired).state(), "a", null, Status.CANCELED, null)
                .state();
        State brokenDown = told(asInStackStorm, begun(asInStackStorm).state(), "a", null, Status.CANCELED, null)
                .state();

        assertThat(canceled.status()).isEqualTo(Status.CANCELED);
        assertThat(canceled.newest("a", 0).orElseThrow().status()).isEqualTo(Status.CANCELED);
        assertThat(canceled.errors()).isEmpty();
        assertThat(brokenDown.status()).isEqualTo(Status.FAILED);
        assertThat(brokenDown.errors())
                .extracting(ErrorEntry::message)
                .contains("RecursionError: maximum recursion depth exceeded in comparison");
    }

    @Test
    void aTaskThatWasToRunAgainWhenTheWorkflowWasCanceledCountsForTheOutput() {
        Conductor conductor = conductor("""
                version: 1.0
                vars: [{x: 1}]
                tasks: {a: {action: core.noop, retry: {count: 1}}}
                output: [{x: <% ctx(x) %>}]
                """, Quirk.standard());
        State canceling = conductor
                .next(begun(conductor).state(), new Requested(Status.CANCELED), NOW)
                .state();

        State canceled =
                told(conductor, canceling, "a", null, Status.FAILED, null).state();

        assertThat(canceled.status()).isEqualTo(Status.CANCELED);
        assertThat(canceled.output()).isEqualTo(Map.of("x", 1L));
    }

    @Test
    void aBranchThatArrivesWhileTheItemsOfAJoinRunDoesNotRunThemAgain() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: 1, with: "<% [1, 2] %>", action: core.noop}
                """, Quirk.standard());
        State running =
                succeeded(conductor, begun(conductor).state(), "a", null).state();

        Step late = succeeded(conductor, running, "b", null);
        State half =
                told(conductor, late.state(), "j", 0, Status.SUCCEEDED, "one").state();
        State ended = told(conductor, half, "j", 1, Status.SUCCEEDED, "two").state();

        assertThat(late.actions()).isEmpty();
        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.newest("j", 0).orElseThrow().results()).isEqualTo(List.of("one", "two"));
    }

    @Test
    void theEndOfAnItemThatRanTwiceFailsTheWorkflowWhereQuirksAreKept() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: j}]}
                  b: {action: core.noop, next: [{do: j}]}
                  j: {join: 1, with: "<% [1] %>", action: core.noop}
                """, Quirk.all());
        State running =
                succeeded(conductor, begun(conductor).state(), "a", null).state();
        Step late = succeeded(conductor, running, "b", null);

        State ended =
                told(conductor, late.state(), "j", 0, Status.SUCCEEDED, null).state();
        State again = told(conductor, ended, "j", 0, Status.SUCCEEDED, null).state();

        assertThat(late.actions()).extracting(ActionRequest::item).containsExactly(0);
        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(again.status()).isEqualTo(Status.FAILED);
        assertThat(again.errors())
                .extracting(ErrorEntry::message)
                .contains("TypeError: 'NoneType' object is not subscriptable");
    }

    @Test
    void mergingForACommandChangesTheOlderMapping() {
        String text = """
                version: 1.0
                vars: [{d: {k: 0}}]
                tasks: {a: {action: core.noop, next: [{publish: [{d: {k: 1}}], do: noop}]}}
                """;
        Conductor usual = conductor(text, Quirk.standard());
        Conductor repaired = conductor(text, EnumSet.complementOf(EnumSet.of(Quirk.INHERITED_VALUES)));

        State changed = succeeded(usual, begun(usual).state(), "a", null).state();
        State kept = succeeded(repaired, begun(repaired).state(), "a", null).state();

        assertThat(changed.contexts().get(0)).isEqualTo(Map.of("d", Map.of("k", 1L)));
        assertThat(kept.contexts().get(0)).isEqualTo(Map.of("d", Map.of("k", 0L)));
    }

    @Test
    void endingChangesTheOlderMappingAlsoWhereNoOutputIsWantedAndQuirksAreKept() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{publish: [{d: {a: 1}}], do: b}]}
                  b: {action: core.noop}
                  c: {action: core.noop, next: [{publish: [{d: {c: 2}}], do: e}]}
                  e: {action: core.noop}
                """, Quirk.all());
        State state = begun(conductor).state();
        for (String task : List.of("a", "c", "b", "e")) {
            state = succeeded(conductor, state, task, null).state();
        }

        assertThat(state.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(state.contexts())
                .containsExactly(Map.of(), Map.of("d", Map.of("a", 1L, "c", 2L)), Map.of("d", Map.of("c", 2L)));
    }

    @Test
    void theRecordOfATaskTellsNothingOfItemsThatHaveNotEnded() {
        Conductor conductor = conductor("""
                version: 1.0
                tasks:
                  t: {with: {items: "<% [1, 2, 3] %>", concurrency: 2}, action: core.noop}
                  u: {action: core.noop, next: [{publish: [{seen: <% task(t).result.items %>}]}]}
                """, Quirk.standard());
        State state = told(conductor, begun(conductor).state(), "t", 1, Status.SUCCEEDED, "two")
                .state();

        State asked = succeeded(conductor, state, "u", null).state();

        assertThat(asked.contexts().get(1).get("seen"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(null, Map.of("status", "succeeded", "result", "two"), null);
    }

    @Test
    void theRecordOfATaskLosesAnEmptyResultWhereThatQuirkIsKept() {
        String text = """
                version: 1.0
                tasks:
                  a: {action: core.noop, next: [{do: b}]}
                  b: {action: core.echo, input: {of: <% task(a).result %>}}
                """;
        Conductor usual = conductor(text, Quirk.standard());
        Conductor asInStackStorm = conductor(text, Quirk.all());

        Object seen = succeeded(usual, begun(usual).state(), "a", List.of())
                .actions()
                .get(0)
                .input();
        Object lost = succeeded(asInStackStorm, begun(asInStackStorm).state(), "a", List.of())
                .actions()
                .get(0)
                .input();

        assertThat(seen).isEqualTo(Map.of("of", List.of()));
        assertThat(lost).hasToString("{of=null}");
    }
}
