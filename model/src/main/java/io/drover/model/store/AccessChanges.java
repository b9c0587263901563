package io.drover.model.store;

/**
 * Counts what changes of users, tokens, keys and roles, so that a node which holds them in memory notices what another
 * changed.
 */
public interface AccessChanges {

    /** {@return how many there were} */
    long count();

    /** Tells that there is one more, in this transaction. */
    void happened();
}
