package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts by name; what has expired is not there. */
public interface Datastore {
    /** In the place of an expected version: any. */
    String ANY_VERSION = "*";

    /** In which form a value is handed over. */
    enum Form {
        PLAIN,
        /** In clear, to be kept encrypted. */
        SECRET,
        /** Encrypted by us, or by StackStorm with the key that we were given. */
        ENCRYPTED
    }

    /**
     * What to keep.
     *
     * @param timeToLive null: for ever
     */
    record Value(String text, Form form, @Nullable Duration timeToLive) {}

    /**
     * Which pairs to list.
     *
     * @param system whether those of everybody are among them
     * @param user whose own pairs are among them; null: nobody's
     * @param prefix what their names begin with
     */
    record Selection(boolean system, @Nullable String user, String prefix) {}

    Optional<KeyValuePair> find(Key key);

    /** As {@link io.drover.model.store.KeyValuePairs#list}. */
    Listing<KeyValuePair> list(Selection selection, Query query);

    /** {@return the value of a pair in clear} */
    String reveal(KeyValuePair pair);

    /**
     * Keeps a value in place of the one that is there, if any; a time to live that was there ends with it.
     *
     * @param expected the version that has to be there; null: it does not matter
     * @throws io.drover.model.error.DroverException {@code PRECONDITION_FAILED} where another version, or none, is there;
     *     {@code INVALID_ARGUMENT} where what should be encrypted is not
     */
    KeyValuePair set(Key key, Value value, @Nullable String expected, Principal by);

    /**
     * Deletes a pair.
     *
     * @param expected as in {@link #set}
     * @throws io.drover.model.error.DroverException {@code NOT_FOUND} where there is none
     */
    void delete(Key key, @Nullable String expected, Principal by);
}
