package io.drover.engine.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatingTest {
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void repeatsTheWorkUntilItIsStopped() {
        Repeating repeating = begun(() -> Duration.ofMillis(1));

        Await.until("it was repeated", () -> done.get() > 2);

        assertThat(repeating.stop()).isTrue();
        int before = done.get();
        assertThat(repeating.isStoppedWithin(Duration.ofHours(1))).isTrue();
        assertThat(done).hasValue(before);
    }

    @Test
    void endsByItselfWhereTheWorkIsOver() {
        Repeating repeating = begun(() -> null);

        Await.until("it was done", () -> done.get() == 1);

        assertThat(repeating.stop()).isTrue();
        assertThat(done).hasValue(1);
    }

    @Test
    void waitsForWhatWasBegun() {
        CountDownLatch stopping = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        Repeating[] self = new Repeating[1];
        self[0] = new Repeating("test", Duration.ZERO, () -> {
            stopping.countDown();
            if (self[0].isStoppedWithin(Duration.ofSeconds(30))) {
                after.incrementAndGet();
            }
            return Duration.ZERO;
        });
        self[0].start();
        Await.until("it works", () -> stopping.getCount() == 0);

        assertThat(self[0].stop()).isTrue();
        assertThat(after).hasValue(1);
    }

    private Repeating begun(Supplier<@Nullable Duration> pause) {
        Repeating repeating = new Repeating("test", Duration.ZERO, () -> {
            done.incrementAndGet();
            return pause.get();
        });
        repeating.start();
        return repeating;
    }
}
