package io.drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.store.Batches;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEventsTest {
    private static final Instant FROM = Instant.parse("2026-05-01T12:00:00Z");
    private static final Ref READING = Ref.of("bench", "reading");

    @Test
    void eventsStandBehindThoseOfTheirNodeInBatchesWithoutGaps(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("database-password"), "secret");
        try (Database database = Database.fresh("h2", data);
                Store store = database.open(data)) {
            int node = store.inTransaction(transaction -> transaction.batches().nodeNumber("bench", FROM));
            store.change(transaction -> transaction.batches().append(new Batches.Batch(node, 1, 3, FROM)));

            StoredEvents.fill(store, "bench", FROM, 12_500, RuleShape::byKey);

            List<TriggerInstances.Inserted> stored = store.read(
                    transaction -> transaction.triggerInstances().insertedAfter(0, List.of(READING), 20_000));
            assertThat(stored).hasSize(12_500);
            assertThat(stored.get(0).position()).isEqualTo(new Position(node, 2, 0));
            assertThat(stored.get(12_499).position()).isEqualTo(new Position(node, 14, 499));
            assertThat(stored.get(12_499).instance().acceptedAt()).isEqualTo(FROM.plusMillis(12_499));
            assertThat(stored.get(12_499).instance().payload()).containsEntry("host", "h499");
            assertThat(store.<Long>read(transaction -> transaction.batches().last(node)))
                    .isEqualTo(14);
        }
    }
}
