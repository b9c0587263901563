package io.drover.engine.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.store.TriggerInstances.Entry;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryStore store = new MemoryStore();

    @Test
    void takesAllEventsThatAreNotTooMany() {
        accept(0, 10, 20, 30);

        assertThat(replay(5, 30, 3)).isEqualTo(new Replay(1, 3, 0));
    }

    @Test
    void leavesOutTheOldestThatAreTooMany() {
        accept(0, 10, 20, 30);

        assertThat(replay(5, 30, 1)).isEqualTo(new Replay(3, 3, 2));
        assertThat(replay(0, 31, 0)).isEqualTo(new Replay(3, 4, 3));
    }

    @Test
    void leavesOutNothingThatTheRulesWereNotAskedAbout() {
        accept(0, 10, 20, 30);

        assertThat(replay(0, 10, 1)).isEqualTo(new Replay(1, 4, 1));
        assertThat(replay(0, 0, 1)).isEqualTo(new Replay(0, 4, 0));
    }

    private Replay replay(long fromMinute, long decidedMinute, long most) {
        return store.read(transaction -> Replay.of(
                transaction.triggerInstances(), List.of(Rules.STATE), minute(fromMinute), minute(decidedMinute), most));
    }

    private static Instant minute(long number) {
        return START.plus(Duration.ofMinutes(number));
    }

    private void accept(long... minutes) {
        for (long each : minutes) {
            TriggerInstance instance = new TriggerInstance(
                    "i" + each,
                    Rules.STATE,
                    Rules.STATE,
                    Map.of("host", "a"),
                    minute(each),
                    minute(each),
                    null,
                    "test",
                    new Trace("t", null));
            store.change(transaction -> transaction
                    .triggerInstances()
                    .insertAll(List.of(new Entry(instance, new Position(1, each, 0), Duration.ZERO))));
        }
    }
}
