package io.drover.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.error.DroverException;
import org.junit.jupiter.api.Test;

class SetbacksTest {
    private final DroverException taken = DroverException.alreadyExists("The key is taken.", "1");

    private final Setbacks setbacks = new Setbacks();

    @Test
    void isStuckWhereTheSameEventsFailAgainAndAgain() {
        assertThat(setbacks.isStuck(taken, 7L)).isFalse();
        assertThat(setbacks.isStuck(taken, 7L)).isFalse();
        assertThat(setbacks.isStuck(taken, 7L)).isTrue();
        assertThat(setbacks.isStuck(taken, 7L)).isTrue();
    }

    @Test
    void beginsAnewAfterACommit() {
        assertThat(setbacks.isStuck(taken, 7L)).isFalse();
        assertThat(setbacks.isStuck(taken, 7L)).isFalse();

        assertThat(setbacks.isStuck(taken, 8L)).isFalse();
        assertThat(setbacks.isStuck(taken, 8L)).isFalse();
        assertThat(setbacks.isStuck(taken, 8L)).isTrue();
    }

    @Test
    void isNeverStuckWhereWaitingHelps() {
        DroverException away = DroverException.unavailable("away", new IllegalStateException("away"));
        for (int i = 0; i < 5; i++) {
            assertThat(setbacks.isStuck(away, 7L)).isFalse();
            assertThat(setbacks.isStuck(DroverException.conflict("another node runs them"), 7L))
                    .isFalse();
        }
    }
}
