package io.drover.engine.correlate.plane;

import io.drover.model.store.Store;
import java.util.function.LongSupplier;

/**
 * Up to which version of the rules this node has taken in what other nodes changed. Their events may have been accepted under
 * a newer one; without it, they would be passed by for good. Used by one thread.
 */
final class RulesTakenIn {
    private final Store store;
    private final LongSupplier follow;
    private long version = -1;

    /** @param follow takes in what is newer, and says which version is in force then */
    RulesTakenIn(Store store, LongSupplier follow) {
        this.store = store;
        this.follow = follow;
    }

    /**
     * To be called after events were read: a rule is committed before the first event that is accepted under it.
     *
     * @return whether there was something newer than at the last call, which is in force now
     */
    boolean takeIn() {
        long newest =
                store.read(transaction -> transaction.registryChanges().counts().rules());
        if (newest <= version) {
            return false;
        }
        version = follow.getAsLong();
        return true;
    }
}
