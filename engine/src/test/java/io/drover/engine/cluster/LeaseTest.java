package io.drover.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LONG = Lease.LENGTH.plusSeconds(1);
    private static final Duration HALF = Lease.LENGTH.dividedBy(2);
    private static final Duration SHORT = Lease.LENGTH.minusSeconds(1);

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final AtomicInteger lives = new AtomicInteger();
    private final List<String> told = new ArrayList<>();

    @Test
    void takesOverFromANodeThatIsSilentAndFromNoOther() {
        Lease first = begun("n1", "h1");
        Lease second = begun("n2", "h2");

        clock.advance(SHORT);
        boolean early = first.renew();
        first.succeed();
        boolean none = told.isEmpty();
        clock.advance(SHORT);
        boolean late = first.renew();
        first.succeed();

        assertThat(List.of(early, none, late)).containsOnly(true);
        assertThat(told).containsExactly("n1 takes over n2");
        assertThat(second.renew()).isTrue();
        told.clear();
        first.succeed();
        assertThat(told).isEmpty();
    }

    @Test
    void reconsidersWhenItSpeaksAgainAndIsOverUntilThen() {
        Lease lease = begun("n1", "h1");
        clock.advance(SHORT);
        boolean early = lease.isOver();
        clock.advance(SHORT);
        boolean late = lease.isOver();
        lease.succeed();
        boolean none = told.isEmpty();

        boolean renewed = lease.renew();

        assertThat(early).isFalse();
        assertThat(List.of(late, none, renewed)).containsOnly(true);
        assertThat(told).containsExactly("n1 reconsiders while it is over");
        assertThat(lease.isOver()).isFalse();
    }

    @Test
    void leavesTheOthersTimeToSpeakAgainWhereItWasSilentItself() {
        Lease first = begun("n1", "h1");
        Lease second = begun("n2", "h2");
        clock.advance(LONG);
        boolean isBack = first.renew();
        told.clear();

        first.succeed();
        boolean none = told.isEmpty();
        clock.advance(HALF);
        boolean renewed = first.renew();
        first.succeed();

        assertThat(List.of(isBack, none, renewed)).containsOnly(true);
        assertThat(told).containsExactly("n1 takes over n2");
        assertThat(second.renew()).isTrue();
    }

    @Test
    void endsWhereAnotherLifeOfTheSameNodeHasBegun() {
        Lease earlier = begun("n1", "h1");
        Lease later = begun("n1", "h1");

        assertThat(earlier.renew()).isFalse();
        assertThat(later.renew()).isTrue();
        assertThat(told).containsExactly("n1 is replaced");
    }

    @Test
    void refusesTheNameOfANodeThatLivesElsewhere() {
        Lease first = begun("n1", "h1");

        assertThatThrownBy(() -> begun("n1", "h2"))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("node.name");
        clock.advance(LONG);
        Lease moved = begun("n1", "h2");

        assertThat(moved.renew()).isTrue();
        assertThat(first.renew()).isFalse();
    }

    private Lease begun(String node, String home) {
        List<Lease> begun = new ArrayList<>();
        Lease.Holdings holdings = new Lease.Holdings() {
            @Override
            public void takeOver(String silent) {
                told.add(node + " takes over " + silent);
            }

            @Override
            public void reconsider() {
                told.add(node + " reconsiders" + (begun.get(0).isOver() ? " while it is over" : ""));
            }
        };
        Lease lease = new Lease(
                store,
                node,
                home,
                "life " + lives.incrementAndGet(),
                holdings,
                () -> told.add(node + " is replaced"),
                () -> TimeUnit.MILLISECONDS.toNanos(clock.instant().toEpochMilli()));
        begun.add(lease);
        lease.begin();
        return lease;
    }
}
