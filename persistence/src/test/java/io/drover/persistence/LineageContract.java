package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What came of what: traces and children. */
interface LineageContract extends OpenStore {
    @Test
    default void findsWhatRulesAskedForOnTheFirstEventOfATrace() {
        TriggerInstance first = event(1, null);
        Execution asked = askedFor(first, 1);
        store().change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(first, 1, 0), Samples.entry(event(2, null), 1, 1)));
            t.enforcements().insertAll(List.of(enforcement(first, 1)));
            t.executions()
                    .insertAll(List.of(Samples.entry(asked, 1, 0), Samples.entry(askedFor(event(2, null), 2), 1, 1)));
        });

        assertThat(eventsOf(first.id())).containsExactly(first);
        assertThat(enforcementsOf(first.id())).containsExactly(enforcement(first, 1));
        assertThat(executionsOf(first.id())).containsExactly(asked);
    }

    @Test
    default void findsWhatFollowedWithinATrace() {
        TriggerInstance first = event(1, null);
        TriggerInstance followed = event(2, first.trace());
        Execution asked = askedFor(first, 1);
        Execution askedLater = askedFor(followed, 2);
        store().change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(first, 1, 0), Samples.entry(followed, 1, 1)));
            t.enforcements().insertAll(List.of(enforcement(first, 1), enforcement(followed, 2)));
            t.executions().insertAll(List.of(Samples.entry(asked, 1, 0), Samples.entry(askedLater, 1, 1)));
        });

        assertThat(eventsOf(first.id())).containsExactly(followed, first);
        assertThat(enforcementsOf(first.id()))
                .containsExactlyInAnyOrder(enforcement(first, 1), enforcement(followed, 2));
        assertThat(executionsOf(first.id())).containsExactly(askedLater, asked);
        assertThat(eventsOf(followed.id())).containsExactly(followed);
    }

    @Test
    default void findsTheExecutionThatBeganATraceAndThoseThatJoinedIt() {
        Execution began = request(1, Samples.id(3, 1), null);
        Execution joined = request(2, began.id(), null);
        Execution other = request(3, Samples.id(3, 3), null);
        store().change(t -> t.executions()
                .insertAll(
                        List.of(Samples.entry(began, 1, 0), Samples.entry(joined, 1, 1), Samples.entry(other, 1, 2))));

        assertThat(executionsOf(began.id())).containsExactly(joined, began);
        assertThat(executions(Query.all().where("trace_id", "nothing"))).isEmpty();
        assertThat(executions(new Query(
                        Map.of("trace_id", Set.of(began.id(), other.id())),
                        null,
                        null,
                        List.of(new Query.Order("position", true)),
                        0,
                        -1)))
                .containsExactly(began, joined, other);
    }

    @Test
    default void findsWhatAPolicyRepeatedOfWhatARuleAskedFor() {
        TriggerInstance event = event(1, null);
        Execution asked = askedFor(event, 1);
        Execution again = askedFor(event, 2)
                .withContext(Execution.POLICIES, Map.of("retry", Map.of("retried_liveaction_id", asked.id())));
        store().change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0)));
            t.enforcements().insertAll(List.of(enforcement(event, 1)));
            t.executions().insertAll(List.of(Samples.entry(asked, 1, 0), Samples.entry(again, 2, 0)));
        });

        assertThat(executionsOf(event.id())).containsExactly(again, asked);
    }

    @Test
    default void findsTheChildrenOfAnExecution() {
        Execution parent = request(1, Samples.id(3, 1), null);
        Execution child = request(2, parent.id(), parent.id());
        Execution childOfUnknown = request(3, Samples.id(3, 3), "elsewhere");
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(parent, 1, 0), Samples.entry(child, 1, 1), Samples.entry(childOfUnknown, 1, 2))));

        assertThat(executions(Query.all().where("parent", parent.id()))).containsExactly(child);
        assertThat(executions(Query.all().where("parent", "elsewhere"))).containsExactly(childOfUnknown);
        assertThat(executions(Query.all().where("parent", Query.ABSENT))).containsExactly(parent);
    }

    @Test
    default void tellsTheIdsOfTheChildrenOfSeveralAtOnceInTheOrderInWhichTheyWereAskedFor() {
        Execution parent = request(1, Samples.id(3, 1), null);
        Execution other = request(2, Samples.id(3, 2), null);
        Execution second = request(3, parent.id(), parent.id());
        Execution first = request(4, parent.id(), parent.id());
        Execution grandchild = request(5, parent.id(), first.id());
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(parent, 1, 0),
                        Samples.entry(other, 1, 1),
                        Samples.entry(first, 1, 2),
                        Samples.entry(second, 1, 3),
                        Samples.entry(grandchild, 1, 4))));

        Map<String, List<String>> children =
                store().read(t -> t.executions().childIds(Set.of(parent.id(), other.id(), first.id(), "unknown")));

        assertThat(children)
                .isEqualTo(Map.of(
                        parent.id(), List.of(first.id(), second.id()),
                        first.id(), List.of(grandchild.id())));
    }

    @Test
    default void findsTheChildrenOfTheExecutionThatBeganATrace() {
        Execution began = request(1, Samples.id(3, 1), null);
        Execution child = request(2, began.id(), began.id());
        Execution grandchild = request(3, began.id(), child.id());
        Execution ofAnotherTrace = request(4, Samples.id(9, 9), began.id());
        store().change(t -> t.executions()
                .insertAll(List.of(
                        Samples.entry(began, 1, 0),
                        Samples.entry(child, 1, 1),
                        Samples.entry(grandchild, 1, 2),
                        Samples.entry(ofAnotherTrace, 1, 3))));

        assertThat(executionsOf(began.id())).containsExactly(grandchild, child, began);
        assertThat(executionsOf(Samples.id(9, 9))).containsExactly(ofAnotherTrace);
    }

    private static TriggerInstance event(int number, @Nullable Trace trace) {
        TriggerInstance event = Samples.event(number);
        return new TriggerInstance(
                event.id(),
                event.trigger(),
                event.triggerType(),
                event.payload(),
                event.occurredAt(),
                event.acceptedAt(),
                event.dedupeKey(),
                event.source(),
                trace == null ? new Trace(event.id(), null) : trace);
    }

    private static RuleEnforcement enforcement(TriggerInstance event, int number) {
        RuleEnforcement sample = Samples.enforcement(number);
        return new RuleEnforcement(
                sample.id(),
                RuleMatch.key(sample.rule(), 0, event.id()),
                sample.rule(),
                sample.ruleRevision(),
                0,
                event.id(),
                sample.status(),
                Samples.id(3, number),
                null,
                null,
                event.trace().id(),
                sample.at());
    }

    private static Execution askedFor(TriggerInstance event, int number) {
        Cause sample = Samples.execution(number).cause();
        return execution(
                number,
                new Cause(
                        sample.user(),
                        sample.rule(),
                        sample.ruleRevision(),
                        sample.trigger(),
                        sample.triggerType(),
                        event.id(),
                        null),
                event.trace());
    }

    private static Execution request(int number, String trace, @Nullable String parent) {
        return execution(number, new Cause("ada", null, 0, null, null, null, parent), new Trace(trace, null));
    }

    private static Execution execution(int number, Cause cause, Trace trace) {
        Execution sample = Samples.execution(number);
        return new Execution(
                sample.id(),
                sample.action(),
                sample.runnerType(),
                sample.actionRevision(),
                sample.status(),
                sample.parameters(),
                null,
                sample.context(),
                cause,
                trace,
                sample.claim(),
                sample.requestedAt(),
                null,
                null,
                sample.log());
    }

    private List<TriggerInstance> eventsOf(String trace) {
        Listing<TriggerInstance> found =
                store().read(t -> t.triggerInstances().list(Query.all().where("trace_id", trace)));
        return found.items();
    }

    private List<RuleEnforcement> enforcementsOf(String trace) {
        Listing<RuleEnforcement> found =
                store().read(t -> t.enforcements().list(Query.all().where("trace_id", trace)));
        return new ArrayList<>(found.items());
    }

    private List<Execution> executionsOf(String trace) {
        return executions(Query.all().where("trace_id", trace));
    }

    private List<Execution> executions(Query query) {
        Listing<Execution> found = store().read(t -> t.executions().list(query));
        return found.items();
    }
}
