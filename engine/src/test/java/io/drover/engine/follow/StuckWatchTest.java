package io.drover.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Await;
import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StuckWatchTest {
    private static final Ref RULE = Ref.of("plant", "slow");

    /** A thread that has been busy with one rule, until somebody looked at that so many times. */
    private static final class Slow implements Watched {
        private final int looks;
        private final AtomicInteger seen = new AtomicInteger();

        Slow(int looks) {
            this.looks = looks;
        }

        @Override
        public boolean isStuck(Duration patience) {
            return seen.get() < looks;
        }

        @Override
        public Set<Ref> busyWith() {
            seen.incrementAndGet();
            return Set.of(RULE);
        }
    }

    @Test
    void looksAgainAfterWhatIsDoneAboutAThreadFailed() {
        AtomicInteger told = new AtomicInteger();
        List<Slow> threads = List.of(new Slow(Integer.MAX_VALUE), new Slow(Integer.MAX_VALUE));
        try (StuckWatch<Slow> watch =
                new StuckWatch<>("watch", Duration.ofSeconds(1), () -> threads, (thread, guilty) -> {
                    told.incrementAndGet();
                    assertThat(guilty).containsExactly(RULE);
                    throw new IllegalStateException("as the test asked for");
                })) {
            watch.begin();

            Await.until("both were told twice", () -> told.get() >= 4);
        }
    }

    @Test
    void blamesNobodyWhereTheThreadCameBackWhileItWasLookedAt() {
        AtomicInteger told = new AtomicInteger();
        Slow back = new Slow(5);
        Slow stuck = new Slow(Integer.MAX_VALUE);
        try (StuckWatch<Slow> watch =
                new StuckWatch<>("watch", Duration.ofSeconds(1), () -> List.of(back, stuck), (thread, guilty) -> {
                    assertThat(thread).isSameAs(stuck);
                    told.incrementAndGet();
                })) {
            watch.begin();

            Await.until("the other is told of", () -> told.get() > 0);
        }
        assertThat(back.seen.get()).isPositive();
    }
}
