package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.TriggerInstances.Inserted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How far DRL rules have come, and the events that they are asked about again. */
interface ProgramContract extends OpenStore {
    Duration HOUR = Duration.ofHours(1);

    @Test
    default void keepsTheNewestCursorOfAPack() {
        ProgramCursor first = new ProgramCursor("ops", Map.of(1, new Position(1, 2, 3)), NOON);
        ProgramCursor second = first.after(new Position(2, 7, 0), NOON.plusSeconds(1));
        ProgramCursor third = second.after(new Position(1, 4, 0), NOON.plusSeconds(2));
        long term = claim(first, 1, HOUR).orElseThrow();

        assertThat(cursor("ops")).contains(first);
        assertThat(put(second, term)).isTrue();
        assertThat(put(third, term)).isTrue();
        assertThat(cursor("ops")).contains(third);
        assertThat(cursor("lab")).isEmpty();
    }

    @Test
    default void oneNodeAtATimeRunsTheRulesOfAPack() {
        ProgramCursor first = new ProgramCursor("ops", Map.of(), NOON);
        int one = living("n1");
        int two = living("n2");

        long term = claim(first, one, HOUR).orElseThrow();
        OptionalLong taken = claim(first, two, HOUR);
        long again = claim(first, one, HOUR).orElseThrow();
        store().change(t -> t.programs().release("ops", term));
        OptionalLong still = claim(first, two, HOUR);
        store().change(t -> t.programs().release("ops", again));
        long next = claim(first, two, HOUR).orElseThrow();

        assertThat(taken).isEmpty();
        assertThat(still).isEmpty();
        assertThat(List.of(term, again, next)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void whatAnEarlierTermWritesIsRefused() {
        ProgramCursor first = new ProgramCursor("ops", Map.of(), NOON);
        ProgramCursor late = first.after(new Position(1, 9, 9), NOON.plusSeconds(9));
        int one = living("n1");
        int two = living("n2");
        long term = claim(first, one, HOUR).orElseThrow();

        long next = claim(first, two, Duration.ofDays(-1)).orElseThrow();

        assertThat(put(late, term)).isFalse();
        assertThat(cursor("ops")).contains(first);
        assertThat(store().<Boolean>read(t -> t.programs().isNewest("ops", term)))
                .isFalse();
        assertThat(store().<Boolean>read(t -> t.programs().isNewest("ops", next)))
                .isTrue();
    }

    private int living(String node) {
        int number = store().inTransaction(t -> t.batches().nodeNumber(node, NOON));
        boolean begun = store().inTransaction(t -> t.nodes().begin(node, "home " + node, "life " + node, HOUR));
        assertThat(begun).isTrue();
        return number;
    }

    private OptionalLong claim(ProgramCursor first, int node, Duration lease) {
        return store().inTransaction(t -> t.programs().claim(first, node, lease));
    }

    private boolean put(ProgramCursor cursor, long term) {
        return store().<Boolean>inTransaction(t -> t.programs().put(cursor, term));
    }

    private Optional<ProgramCursor> cursor(String pack) {
        return store().read(t -> t.programs().cursor(pack));
    }

    @Test
    default void keepsTheNewestWindowOfARuleAndKey() {
        Ref rule = Ref.of("ops", "r");
        OnceWindow first = new OnceWindow(rule, "a", NOON, NOON.plusSeconds(60));
        OnceWindow second = new OnceWindow(rule, "a", NOON.plusSeconds(90), NOON.plusSeconds(150));
        OnceWindow other = new OnceWindow(rule, "b", NOON, NOON.plusSeconds(60));

        store().change(t -> {
            t.programs().put(first);
            t.programs().put(second);
            t.programs().put(other);
            t.programs().put(new OnceWindow(Ref.of("lab", "r"), "a", NOON, NOON));
        });

        assertThat(store().<List<OnceWindow>>read(t -> t.programs().windows("ops")))
                .containsExactly(other, second);
    }

    @Test
    default void forgetsAWindowThatIsOverUnlessALaterOneTookItsPlace() {
        Ref rule = Ref.of("ops", "r");
        OnceWindow replaced = new OnceWindow(rule, "a", NOON, NOON.plusSeconds(60));
        OnceWindow later = new OnceWindow(rule, "a", NOON.plusSeconds(90), NOON.plusSeconds(150));
        OnceWindow over = new OnceWindow(rule, "b", NOON, NOON.plusSeconds(60));
        OnceWindow open = new OnceWindow(rule, "c", NOON, NOON.plusSeconds(600));
        store().change(t -> List.of(replaced, over, open, later).forEach(t.programs()::put));

        int forgotten = store().inTransaction(t -> t.programs().forget(List.of(replaced, over)));

        assertThat(forgotten).isEqualTo(1);
        assertThat(store().<List<OnceWindow>>read(t -> t.programs().windows("ops")))
                .containsExactly(later, open);
    }

    @Test
    default void readsTheEventsOfOneNodeAlone() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(Samples.entry(Samples.event(1), 1, 0), Samples.entry(Samples.event(2), 1, 1))));
        long place = store().<Long>read(t -> t.triggerInstances().newestPlace());
        List<Ref> types = List.of(Samples.event(1).triggerType());

        assertThat(store().<List<Inserted>>read(t -> t.triggerInstances().insertedAfter(0, 1, types, 10)))
                .extracting(Inserted::instance)
                .containsExactly(Samples.event(1), Samples.event(2));
        assertThat(store().<List<Inserted>>read(t -> t.triggerInstances().insertedAfter(place, 1, types, 10)))
                .isEmpty();
        assertThat(store().<List<Inserted>>read(t -> t.triggerInstances().insertedAfter(0, 2, types, 10)))
                .isEmpty();
    }

    @Test
    default void readsEventsOnInTheOrderOfTheirInsertion() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));

        long place =
                store().read(t -> t.triggerInstances().placeOf(Samples.event(2).acceptedAt()));
        List<Inserted> following = store().read(t -> t.triggerInstances()
                .insertedAfter(place, List.of(Samples.event(2).triggerType()), 10));

        assertThat(following).extracting(Inserted::instance).containsExactly(Samples.event(2), Samples.event(3));
        assertThat(following)
                .extracting(Inserted::position)
                .containsExactly(new Position(1, 1, 1), new Position(1, 1, 2));
        assertThat(store().<List<Inserted>>read(
                                t -> t.triggerInstances().insertedAfter(0, List.of(Ref.of("no", "type")), 10)))
                .isEmpty();
        assertThat(store().<Long>read(t -> t.triggerInstances().placeOf(NOON.minusSeconds(1_000_000_000))))
                .isZero();
    }

    @Test
    default void countsEventsAndFindsTheOneOfANumber() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));
        List<Ref> types = List.of(Samples.event(1).triggerType());
        List<Ref> others = List.of(Ref.of("no", "type"));
        List<Long> places = store()
                .<List<Inserted>>read(t -> t.triggerInstances().insertedAfter(0, types, 10))
                .stream()
                .map(Inserted::place)
                .toList();

        assertThat(places).hasSize(3);
        assertThat(counted(0, types)).isEqualTo(3);
        assertThat(counted(places.get(1), types)).isEqualTo(1);
        assertThat(counted(0, others)).isZero();
        assertThat(placeOf(0, types, 2)).isEqualTo(places.get(1));
        assertThat(placeOf(places.get(0), types, 1)).isEqualTo(places.get(1));
        assertThat(placeOf(0, types, 4)).isEqualTo(places.get(2));
        assertThat(placeOf(7, others, 1)).isEqualTo(7);
    }

    private long counted(long place, List<Ref> types) {
        return store().read(t -> t.triggerInstances().count(place, types));
    }

    private long placeOf(long after, List<Ref> types, long number) {
        return store().read(t -> t.triggerInstances().placeOf(after, types, number));
    }
}
