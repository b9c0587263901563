package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events, their lists, and the keys that let each in once. */
interface EventContract extends OpenStore {

    @Test
    default void readsAnEventBackAsItWas() {
        TriggerInstance event = Samples.event(1);

        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 7, 2))));

        assertThat(store().<Object>read(
                                t -> t.triggerInstances().find(event.id()).orElseThrow()))
                .isEqualTo(event);
        assertThat(store().<Object>read(
                                t -> t.triggerInstances().position(event.id()).orElseThrow()))
                .isEqualTo(new Position(Samples.NODE, 7, 2));
        assertThat(store().<Boolean>read(t -> t.triggerInstances().find("none").isEmpty()
                        && t.triggerInstances().position("none").isEmpty()))
                .isTrue();
    }

    @Test
    default void findsThoseThatAreThereOfManyEvents() {
        List<TriggerInstance> events =
                IntStream.range(1, 700).mapToObj(Samples::event).toList();
        store().change(t -> t.triggerInstances()
                .insertAll(events.stream()
                        .map(event -> Samples.entry(event, 1, events.indexOf(event)))
                        .toList()));
        List<String> ids = Stream.concat(
                        events.stream().map(TriggerInstance::id), Stream.of("ffffffffffffffffffffffff"))
                .toList();

        List<TriggerInstance> found = store().read(t -> t.triggerInstances().findAll(ids));
        List<TriggerInstance> none = store().read(t -> t.triggerInstances().findAll(List.of()));

        assertThat(found).containsExactlyInAnyOrderElementsOf(events);
        assertThat(none).isEmpty();
    }

    @Test
    default void findsEventsWhetherMostOrFewOfATimeAreAskedFor() {
        store().change(t -> t.triggerInstances()
                .insertAll(IntStream.range(0, 8_000)
                        .mapToObj(number -> Samples.entry(Samples.event(number), 1, number))
                        .toList()));
        List<TriggerInstance> most = each(2, 0, 8_000);
        List<TriggerInstance> few = each(50, 0, 8_000);
        List<TriggerInstance> mostThenFew = Stream.concat(each(2, 0, 3_000).stream(), each(50, 3_000, 8_000).stream())
                .toList();

        assertThat(found(most)).containsExactlyInAnyOrderElementsOf(most);
        assertThat(found(few)).containsExactlyInAnyOrderElementsOf(few);
        assertThat(found(mostThenFew)).containsExactlyInAnyOrderElementsOf(mostThenFew);
    }

    private static List<TriggerInstance> each(int step, int from, int to) {
        return IntStream.range(from, to)
                .filter(number -> number % step == 0)
                .mapToObj(Samples::event)
                .toList();
    }

    /** Asks for some events, and beside each for one that is not there. */
    private List<TriggerInstance> found(List<TriggerInstance> events) {
        List<String> ids = events.stream()
                .flatMap(event -> Stream.of(event.id(), event.id() + "0"))
                .toList();
        return store().read(t -> t.triggerInstances().findAll(ids));
    }

    @Test
    default void remembersADedupeKeyForItsWindow() {
        TriggerInstance event = Samples.event(1);
        String key = TriggerInstances.dedupeKey(event);
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));
        Instant end = event.acceptedAt().plus(Duration.ofHours(1));

        assertThat(known(key, end.minusMillis(1))).isEqualTo(Map.of(key, event.id()));
        assertThat(known(key, end)).isEmpty();
        assertThat(known("other", event.acceptedAt())).isEmpty();
    }

    @Test
    default void remembersAVeryLongDedupeKey() {
        TriggerInstance event = Samples.event(1, Map.of(), "ä\u0000".repeat(10_000));
        String key = TriggerInstances.dedupeKey(event);
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));

        assertThat(known(key, event.acceptedAt())).isEqualTo(Map.of(key, event.id()));
        assertThat(known(key + "x", event.acceptedAt())).isEmpty();
        assertThat(store().<Object>read(
                                t -> t.triggerInstances().find(event.id()).orElseThrow()))
                .isEqualTo(event);
    }

    @Test
    default void refusesADedupeKeyWithinItsWindow() {
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0))));
        TriggerInstance same = Samples.event(2, Map.of(), "check-1");

        assertThatThrownBy(() ->
                        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(same, 2, 0)))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(store().<Long>read(
                                t -> t.triggerInstances().list(Query.all()).total()))
                .isEqualTo(1);
    }

    @Test
    default void takesADedupeKeyAgainAfterItsWindow() {
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0))));
        TriggerInstance later = Samples.event(4_000_000, Map.of(), "check-1");

        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(later, 2, 0))));

        assertThat(known(TriggerInstances.dedupeKey(later), later.acceptedAt())).containsValue(later.id());
    }

    @Test
    default void forgetsKeysWhoseWindowHasPassed() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(5_000_000), 1, 2))));
        Instant later = Samples.at(2).plus(Duration.ofHours(1)).plusSeconds(1);

        assertThat(store().<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 1)))
                .isEqualTo(1);
        assertThat(store().<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 100)))
                .isEqualTo(1);
        assertThat(store().<Integer>inTransaction(t -> t.triggerInstances().forgetKeys(later, 100)))
                .isZero();
        assertThat(store().<Long>read(
                                t -> t.triggerInstances().list(Query.all()).total()))
                .isEqualTo(3);
    }

    private Map<String, String> known(String key, Instant now) {
        return store().read(t -> t.triggerInstances().known(List.of(key), now));
    }

    @Test
    default void listsTheLastInsertedFirstWhateverTheirIds() {
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(3), 1, 0))));
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(Samples.entry(Samples.event(2), 2, 0), Samples.entry(Samples.event(1), 2, 1))));

        assertThat(events(Query.all())).containsExactly(1, 2, 3);
        assertThat(events(new Query(Map.of(), null, null, List.of(new Query.Order("id", true)), 0, -1)))
                .containsExactly(1, 2, 3);
        assertThat(events(new Query(Map.of(), null, null, List.of(new Query.Order("id", false)), 0, -1)))
                .containsExactly(3, 2, 1);
    }

    @Test
    default void pagesAndTellsTheTotal() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));

        assertPage(0, 2, List.of(3, 2));
        assertPage(2, 2, List.of(1));
        assertPage(3, 2, List.of());
        assertPage(9, 2, List.of());
        assertPage(1, -1, List.of(2, 1));
        assertPage(0, 0, List.of());
        assertPage(0, 3, List.of(3, 2, 1));
        assertThatThrownBy(() -> events(new Query(Map.of(), null, null, List.of(), -1, 1)))
                .isInstanceOf(DroverException.class);
    }

    private void assertPage(int offset, int limit, List<Integer> expected) {
        Query query = new Query(Map.of(), null, null, List.of(), offset, limit);
        assertThat(events(query)).isEqualTo(expected);
        assertThat(store().<Long>read(t -> t.triggerInstances().list(query).total()))
                .isEqualTo(3);
    }

    @Test
    default void listsWhatHappenedBetween() {
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(
                        Samples.entry(Samples.event(1), 1, 0),
                        Samples.entry(Samples.event(2), 1, 1),
                        Samples.entry(Samples.event(3), 1, 2))));

        assertThat(events(new Query(Map.of(), Samples.at(1), Samples.at(3), List.of(), 0, -1)))
                .containsExactly(2);
    }

    @Test
    default void filtersEventsByEveryField() {
        TriggerInstance event = Samples.event(1);
        store().change(t -> t.triggerInstances()
                .insertAll(List.of(Samples.entry(event, 1, 0), Samples.entry(Samples.event(2), 1, 1))));
        Map<String, String> fields = Map.of(
                "id", event.id(),
                "trigger", "monitoring.alert",
                "trigger_type", "monitoring.alert",
                "trace_id", event.trace().id(),
                "source", "monitoring.listener");

        fields.forEach((field, value) -> {
            assertThat(events(Query.all().where(field, value))).as(field).contains(1);
            assertThat(events(Query.all().where(field, "other"))).as(field).isEmpty();
            assertThat(events(Query.all().where(field, Query.ABSENT))).as(field).isEmpty();
            assertThat(events(OpenStore.sortedBy(field))).as(field).hasSize(2);
        });
        assertThat(events(new Query(
                        Map.of("id", Set.of(Samples.id(1, 1), Samples.id(1, 2), "x")), null, null, List.of(), 0, -1)))
                .containsExactly(2, 1);
        OpenStore.refusesUnknownField(
                query -> store().read(t -> t.triggerInstances().list(query)));
    }

    private List<Integer> events(Query query) {
        Listing<TriggerInstance> page = store().read(t -> t.triggerInstances().list(query));
        return page.items().stream()
                .map(event -> Integer.parseInt(event.id().substring(8), 16))
                .toList();
    }
}
