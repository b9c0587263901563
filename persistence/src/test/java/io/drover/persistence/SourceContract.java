package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.trigger.SourceHealth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How sources are heard. */
interface SourceContract extends OpenStore {

    @Test
    default void keepsTheNewestOfEachSourceAndNode() {
        SourceHealth alerts =
                new SourceHealth("plant.alerts", 1, NOON, 7, Duration.ofMillis(1_500), Duration.ofNanos(1_200_000));
        SourceHealth elsewhere = new SourceHealth("plant.alerts", 2, NOON, 1, Duration.ZERO, Duration.ZERO);
        SourceHealth hook = new SourceHealth("webhook:a", 1, NOON, 1, Duration.ZERO, Duration.ZERO);
        SourceHealth later = alerts.heard(NOON.plusSeconds(9));
        store().change(t -> t.sources().put(List.of(hook, elsewhere, alerts)));
        store().change(t -> t.sources().put(List.of(later)));

        assertThat(store().<List<SourceHealth>>read(t -> t.sources().list())).containsExactly(later, elsewhere, hook);
    }
}
