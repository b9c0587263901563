package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.store.SensorOwners.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which nodes live. */
interface NodeContract extends OpenStore {
    Duration HOUR = Duration.ofHours(1);
    /** Whatever was heard was heard longer ago than this. */
    Duration NOTHING = Duration.ofDays(-1);

    Ref ALERTS = Ref.of("plant", "alerts");
    Ref MAILS = Ref.of("plant", "mails");

    @Test
    default void theLifeThatBeganLastCounts() {
        node("n1");

        boolean first = begin("n1", "h1", "life 1", HOUR);
        boolean second = begin("n1", "h1", "life 2", HOUR);

        assertThat(first && second).isTrue();
        assertThat(beat("n1", "life 1")).isFalse();
        assertThat(beat("n1", "life 2")).isTrue();
        assertThat(beat("n2", "life 2")).isFalse();
    }

    @Test
    default void aNameBelongsToOneHomeWhileItIsHeardOf() {
        node("n1");
        boolean first = begin("n1", "h1", "life 1", HOUR);

        boolean elsewhere = begin("n1", "h2", "life 2", HOUR);
        boolean later = begin("n1", "h2", "life 3", NOTHING);

        assertThat(first).isTrue();
        assertThat(elsewhere).isFalse();
        assertThat(later).isTrue();
        assertThat(beat("n1", "life 1")).isFalse();
    }

    @Test
    default void tellsWhoIsSilent() {
        List.of("n1", "n2", "n3").forEach(this::node);
        boolean first = begin("n1", "h1", "life 1", HOUR);
        boolean second = begin("n2", "h2", "life 2", HOUR);

        assertThat(first && second).isTrue();
        assertThat(silent("n1", HOUR)).containsExactly("n3");
        assertThat(silent("n1", NOTHING)).containsExactly("n2", "n3");
        assertThat(silent("n3", NOTHING)).containsExactly("n1", "n2");
    }

    @Test
    default void cutsOffOnlyWhoIsStillSilent() {
        node("n1");
        boolean begun = begin("n1", "h1", "life 1", HOUR);

        assertThat(begun).isTrue();
        assertThat(cutOff("n1", HOUR)).isFalse();
        assertThat(cutOff("n1", NOTHING)).isTrue();
        assertThat(cutOff("never heard of", HOUR)).isTrue();
    }

    @Test
    default void oneNodeAtATimeHasASensor() {
        int one = living("n1");
        int two = living("n2");

        Map<Ref, Long> first = claim(List.of(ALERTS, MAILS), one, HOUR);
        Map<Ref, Long> taken = claim(List.of(ALERTS), two, HOUR);
        Map<Ref, Long> again = claim(List.of(ALERTS), one, HOUR);

        assertThat(first).isEqualTo(Map.of(ALERTS, 1L, MAILS, 1L));
        assertThat(taken).isEmpty();
        assertThat(again).isEqualTo(Map.of(ALERTS, 2L));
        assertThat(owners(HOUR))
                .containsExactly(new Owner(ALERTS, one, "n1", 2, false), new Owner(MAILS, one, "n1", 1, false));
    }

    @Test
    default void aSensorThatWasLeftIsFreeAtOnceAndThatOfASilentNodeIsFree() {
        int one = living("n1");
        int two = living("n2");
        Map<Ref, Long> first = claim(List.of(ALERTS, MAILS), one, HOUR);

        store().change(t -> t.sensorOwners().release(MAILS, 7));
        Map<Ref, Long> stillHeld = claim(List.of(MAILS), two, HOUR);
        store().change(t -> t.sensorOwners().release(MAILS, 1));
        List<Owner> left = owners(NOTHING);
        Map<Ref, Long> free = claim(List.of(MAILS), two, HOUR);
        Map<Ref, Long> ofSilent = claim(List.of(ALERTS), two, NOTHING);

        assertThat(first).hasSize(2);
        assertThat(stillHeld).isEmpty();
        assertThat(left).containsExactly(new Owner(ALERTS, one, "n1", 1, true));
        assertThat(free).isEqualTo(Map.of(MAILS, 2L));
        assertThat(ofSilent).isEqualTo(Map.of(ALERTS, 2L));
    }

    @Test
    default void onlyTheNewestTermHoldsASensor() {
        int one = living("n1");
        int two = living("n2");
        Map<Ref, Long> first = claim(List.of(ALERTS), one, HOUR);
        boolean before = holds(1);

        Map<Ref, Long> second = claim(List.of(ALERTS), two, NOTHING);

        assertThat(first).isEqualTo(Map.of(ALERTS, 1L));
        assertThat(second).isEqualTo(Map.of(ALERTS, 2L));
        assertThat(before).isTrue();
        assertThat(holds(1)).isFalse();
        assertThat(holds(2)).isTrue();
        store().change(t -> t.sensorOwners().release(ALERTS, 2));
        assertThat(holds(2)).isFalse();
        assertThat(holds(3)).isFalse();
    }

    private int living(String name) {
        node(name);
        assertThat(begin(name, "home " + name, "life " + name, HOUR)).isTrue();
        return store().inTransaction(t -> t.batches().nodeNumber(name, NOON));
    }

    private Map<Ref, Long> claim(List<Ref> sensors, int node, Duration lease) {
        return store().inTransaction(t -> t.sensorOwners().claim(sensors, node, lease));
    }

    private List<Owner> owners(Duration lease) {
        return store().read(t -> t.sensorOwners().list(lease));
    }

    private boolean holds(long term) {
        return store().<Boolean>inTransaction(t -> t.sensorOwners().holds(ALERTS, term));
    }

    private void node(String name) {
        int number = store().inTransaction(t -> t.batches().nodeNumber(name, NOON));
        assertThat(number).isPositive();
    }

    private boolean begin(String node, String home, String life, Duration lease) {
        return store().inTransaction(t -> t.nodes().begin(node, home, life, lease));
    }

    private boolean beat(String node, String life) {
        return store().inTransaction(t -> t.nodes().beat(node, life));
    }

    private boolean cutOff(String node, Duration longerThan) {
        return store().<Boolean>inTransaction(t -> t.nodes().cutOff(node, longerThan));
    }

    private List<String> silent(String node, Duration longerThan) {
        return store().read(t -> t.nodes().silent(node, longerThan));
    }
}
