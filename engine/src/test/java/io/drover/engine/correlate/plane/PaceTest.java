package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void beginsWithOneEventAndHandsOverMoreAsLongAsTheyAreQuick() {
        List<Integer> handed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            handed.add(pace.next());
            assertThat(pace.took(Duration.ofMillis(2))).isFalse();
        }

        assertThat(handed).containsExactly(1, 2, 4, 8, 16, 32, 64, 64);
    }

    @Test
    void handsOverFewerAndHasThemCommittedWhereTheyTakeLong() {
        pace.took(Duration.ofMillis(100));
        pace.took(Duration.ofMillis(100));

        assertThat(pace.took(Duration.ofSeconds(1))).isTrue();
        assertThat(pace.next()).isEqualTo(2);
        pace.committed();
        assertThat(pace.took(Duration.ofMillis(200))).isFalse();
        assertThat(pace.took(Duration.ofMillis(200))).isTrue();
    }
}
