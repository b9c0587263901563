package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Status[] STATUSES = {Status.RUNNING, Status.SUCCEEDED, Status.FAILED};

    @Test
    void knowsTheNewestRunsAndTheirStatusesAfterAnyChanges() {
        Random random = new Random(11);
        Sequence sequence = Sequence.of(List.of());
        Map<String, Integer> newest = new HashMap<>();

        for (int i = 0; i < 3_000; i++) {
            TaskEntry entry = TaskEntry.of("t" + random.nextInt(300), random.nextInt(3), List.of(0), Map.of(), null);
            newest.put(entry.key(), sequence.size());
            sequence = sequence.plus(entry);
            int changed = random.nextInt(sequence.size());
            Status status = STATUSES[random.nextInt(STATUSES.length)];
            sequence = sequence.with(changed, sequence.get(changed).withStatus(status, NOW));
        }

        for (TaskEntry entry : sequence) {
            assertThat(sequence.newest(entry.task(), entry.route())).isEqualTo(newest.get(entry.key()));
        }
        for (Status status : Status.values()) {
            Sequence all = sequence;
            boolean any =
                    newest.values().stream().anyMatch(place -> all.get(place).status() == status);
            assertThat(sequence.anyNewest(status::equals)).as("%s", status).isEqualTo(any);
        }
        assertThat(sequence.newest("t1", 9)).isNull();
    }

    @Test
    void forgetsTheStatusOfARunThatANewerOneTookThePlaceOf() {
        TaskEntry entry = TaskEntry.of("a", 0, List.of(0), Map.of(), null);
        Sequence lap =
                Sequence.of(List.of(entry.withStatus(Status.FAILED, NOW), entry.withStatus(Status.RUNNING, NOW)));

        Sequence ended =
                lap.with(1, entry.withStatus(Status.SUCCEEDED, NOW)).with(0, entry.withStatus(Status.TIMEOUT, NOW));

        assertThat(lap.anyNewest(Status::isAbended)).isFalse();
        assertThat(lap.anyNewest(Status::isActive)).isTrue();
        assertThat(ended.anyNewest(Status::isActive)).isFalse();
        assertThat(ended.anyNewest(Status::isAbended)).isFalse();
    }
}
