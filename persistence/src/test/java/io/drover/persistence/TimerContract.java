package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When timers are due. */
interface TimerContract extends OpenStore {
    Instant LATER = NOON.plus(Duration.ofMinutes(5));

    @Test
    default void keepsOneTimerPerTrigger() {
        Timer hourly = timer(1, LATER);

        boolean added = store().inTransaction(t -> t.timers().add(hourly));
        boolean again = store().inTransaction(t -> t.timers().add(timer(1, NOON)));

        assertThat(added).isTrue();
        assertThat(again).isFalse();
        assertThat(timers()).containsExactly(hourly);
        assertThat(store().<Optional<Timer>>read(
                                t -> t.timers().find(hourly.trigger().ref())))
                .contains(hourly);
        boolean removed =
                store().inTransaction(t -> t.timers().remove(hourly.trigger().ref()));
        assertThat(removed).isTrue();
        assertThat(timers()).isEmpty();
    }

    @Test
    default void tellsTheTimersThatAreDueTheLongestOverdueFirst() {
        store().change(t -> {
            t.timers().add(timer(1, LATER));
            t.timers().add(timer(2, NOON));
            t.timers().add(timer(3, NOON.minusSeconds(1)));
            t.timers().add(timer(4, null));
        });

        assertThat(due(10)).containsExactly(timer(3, NOON.minusSeconds(1)), timer(2, NOON));
        assertThat(due(1)).containsExactly(timer(3, NOON.minusSeconds(1)));
        assertThat(store().<Instant>read(t -> t.timers().first())).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    default void knowsNoFirstWhereNoneIsDue() {
        store().change(t -> t.timers().add(timer(1, null)));

        assertThat(store().<@Nullable Instant>read(t -> t.timers().first())).isNull();
    }

    @Test
    default void movesATimerOnFromWhereItWasSeenAlone() {
        Timer timer = timer(1, NOON);
        Ref trigger = timer.trigger().ref();
        store().change(t -> t.timers().add(timer));

        boolean first = store().inTransaction(t -> t.timers().moveOn(trigger, NOON, LATER, NOON));
        boolean late = store().inTransaction(t -> t.timers().moveOn(trigger, NOON, NOON.plusSeconds(9), NOON));
        boolean last = store().inTransaction(t -> t.timers().moveOn(trigger, LATER, null, null));

        assertThat(first).isTrue();
        assertThat(late).isFalse();
        assertThat(last).isTrue();
        assertThat(timers()).containsExactly(new Timer(timer.trigger(), timer.since(), null, NOON));
    }

    private List<Timer> timers() {
        return store().read(t -> t.timers().list());
    }

    private List<Timer> due(int limit) {
        return store().read(t -> t.timers().due(NOON, limit));
    }

    private static Timer timer(int delta, @Nullable Instant next) {
        Trigger trigger = Trigger.of(Ref.of("core", "st2.IntervalTimer"), Map.of("unit", "hours", "delta", delta));
        return new Timer(trigger, NOON, next, null);
    }
}
