package io.drover.engine.correlate.plane;

import io.drover.model.execution.Position;
import io.drover.model.store.Batches;
import io.drover.model.store.Store;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Under which versions of the rules events were accepted. Used by one thread. */
final class RuleSets {
    private final Store store;
    private int node;
    private long batch;
    private long version;

    RuleSets(Store store) {
        this.store = store;
    }

    /** {@return the version of the rules under which the batch of a position was committed; 0 where none was} */
    long at(@Nullable Position position) {
        if (position == null) {
            return 0;
        }
        if (position.node() != node || position.batch() != batch) {
            Optional<Batches.Batch> found =
                    store.read(transaction -> transaction.batches().find(position.node(), position.batch()));
            version = found.map(Batches.Batch::ruleSet).orElse(0L);
            node = position.node();
            batch = position.batch();
        }
        return version;
    }
}
