package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.execution.Sealed;
import io.drover.model.store.MadeConfigs.MadeConfig;
import io.drover.model.store.PackCopies.Copy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of their packs. */
interface SharedPackContract extends OpenStore {
    Duration DAY = Duration.ofDays(1);

    @Test
    default void aConfigurationThatTheApiMadeIsMissingOnEachNodeUntilItIsTaken() {
        assertThat(newest()).isZero();
        long plant = put("plant", 1);
        long web = put("web", 2);
        taken("plant", 1, plant);

        assertThat(List.of(plant, web)).containsExactly(1L, 2L);
        assertThat(List.of(hasTaken("plant", 1), hasTaken("web", 1), hasTaken("plant", 2)))
                .containsExactly(true, false, false);
        assertThat(newest()).isEqualTo(2);
        assertThat(missing(1)).containsExactly(new MadeConfig("web", 2, sealed(2)));
        assertThat(missing(2))
                .containsExactly(new MadeConfig("plant", 1, sealed(1)), new MadeConfig("web", 2, sealed(2)));
    }

    @Test
    default void aNewerChangeOfAConfigurationReplacesTheEarlierOneAndIsMissingAgain() {
        long first = put("plant", 1);
        taken("plant", 1, first);

        long second = put("plant", 3);

        assertThat(missing(1)).containsExactly(new MadeConfig("plant", second, sealed(3)));
        assertThat(missing(2)).isEqualTo(missing(1));
        taken("plant", 1, second);
        assertThat(missing(1)).isEmpty();
    }

    @Test
    default void tellsWhatThePacksOfOtherLivingNodesLookLike() {
        int one = nodeHeardOf("n1");
        int two = nodeHeardOf("n2");
        store().change(t -> t.packCopies().replace(one, Map.of("plant", "a", "web", "b")));
        store().change(t -> t.packCopies().replace(two, Map.of("plant", "c", "old", "d")));
        store().change(t -> t.packCopies().replace(two, Map.of("plant", "e")));

        assertThat(copies(one, DAY)).containsExactly(new Copy("n2", "plant", "e"));
        assertThat(copies(two, DAY)).containsExactly(new Copy("n1", "plant", "a"), new Copy("n1", "web", "b"));
        assertThat(copies(two, Duration.ofDays(-1))).isEmpty();
    }

    private int nodeHeardOf(String name) {
        int number = store().inTransaction(t -> t.batches().nodeNumber(name, NOON));
        boolean begun = store().inTransaction(t -> t.nodes().begin(name, "home " + name, "life", DAY));
        assertThat(begun).isTrue();
        return number;
    }

    private long newest() {
        return store().<Long>read(t -> t.madeConfigs().newest());
    }

    private long put(String pack, int content) {
        return store().<Long>inTransaction(t -> t.madeConfigs().put(pack, sealed(content)));
    }

    private void taken(String pack, int node, long number) {
        store().change(t -> t.madeConfigs().taken(pack, node, number));
    }

    private boolean hasTaken(String pack, int node) {
        return store().<Boolean>read(t -> t.madeConfigs().hasTaken(pack, node));
    }

    private List<MadeConfig> missing(int node) {
        return store().read(t -> t.madeConfigs().missing(node));
    }

    private List<Copy> copies(int node, Duration lease) {
        return store().read(t -> t.packCopies().ofOthers(node, lease));
    }

    private static Sealed sealed(int content) {
        return new Sealed(new byte[] {(byte) content});
    }
}
