package io.drover.model.store;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pairs of the datastore. */
public interface KeyValuePairs {

    /**
     * Which pairs to list.
     *
     * @param system whether those of everybody are among them
     * @param user whose own pairs are among them; null: nobody's
     * @param prefix what their names begin with
     * @param now those that have expired by then are left out
     */
    record Selection(boolean system, @Nullable String user, String prefix, Instant now) {}

    /** {@return the pair, though it may have expired} */
    Optional<KeyValuePair> find(Key key);

    /** Fields: {@code id name}; by scope, user and name unless ordered otherwise. */
    Listing<KeyValuePair> list(Selection selection, Query query);

    /**
     * Stores a pair where the stored one still has a version.
     *
     * @param replaced the version of the pair whose place it takes; null: there is none of that key
     * @return false where another version, or none, is stored; then nothing is changed
     */
    boolean put(KeyValuePair pair, @Nullable String replaced);

    /** Removes a pair of this version. {@return false where it is not stored} */
    boolean remove(Key key, String version);

    /** Forgets pairs that have expired. {@return how many} */
    int forgetExpired(Instant now, int limit);
}
