package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nodes live. */
interface NodeContract extends OpenStore {
    Duration HOUR = Duration.ofHours(1);
    /** Whatever was heard was heard longer ago than this. */
    Duration NOTHING = Duration.ofDays(-1);

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

    private List<String> silent(String node, Duration longerThan) {
        return store().read(t -> t.nodes().silent(node, longerThan));
    }
}
