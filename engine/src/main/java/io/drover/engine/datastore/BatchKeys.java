package io.drover.engine.datastore;

import io.drover.expressions.value.ExpressionFunction;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The datastore as rules are matched with it: each key is read once for a batch of events, however many rules ask for it, and
 * outside of the budgets of their templates. Used by one thread at a time.
 */
public final class BatchKeys {
    /** How many unread keys may be come upon on the way: each of them makes all begin again. */
    private static final int MOST_READS = 100;

    private final Function<Key, Optional<KeyValuePair>> pairs;
    private final TemplateKeys keys;
    private final Object seen;
    private final Map<Key, Optional<KeyValuePair>> known = new HashMap<>();
    private final InstantSource clock;
    private @Nullable DroverException away;

    /** Something that asks for keys. */
    @FunctionalInterface
    public interface Asking<T, E extends Exception> {
        T ask() throws E;
    }

    /**
     * Keys as they are read from somewhere.
     *
     * @param pairs reads a pair, be it expired or not; may wait for it
     * @param user on whose behalf rules are matched
     */
    public BatchKeys(
            Function<Key, Optional<KeyValuePair>> pairs, SecretValues secrets, String user, InstantSource clock) {
        this.pairs = pairs;
        this.clock = clock;
        this.keys = new TemplateKeys(this::known, secrets);
        this.seen = keys.seenBy(user);
    }

    /** Forgets what was read: the next batch is matched with what is there then. */
    public void forget() {
        known.clear();
        away = null;
    }

    /** {@return what templates see as {@link TemplateKeys#NAME} within {@link #reading}} */
    public Object seen() {
        return seen;
    }

    /** {@return the filter {@link TemplateKeys#DECRYPT}} */
    public ExpressionFunction decrypt() {
        return keys.decrypt();
    }

    /**
     * Does something, and reads which keys it asks for: it breaks off at an unread one and is done again from the beginning, so
     * that it waits for nothing itself.
     *
     * @throws DroverException {@code UNAVAILABLE} where they cannot be read now, and are not tried again in this batch
     */
    public <T, E extends Exception> T reading(Asking<T, E> asking) throws E {
        for (int reads = 0; reads < MOST_READS; reads++) {
            try {
                return asking.ask();
            } catch (UnreadKey unread) {
                known.put(unread.key(), read(unread.key()));
            }
        }
        throw DroverException.invalid("Expected to need at most " + MOST_READS
                + " keys of the datastore for one event, but found more. Keep them together in one.");
    }

    private Optional<KeyValuePair> known(Key key) {
        Optional<KeyValuePair> pair = known.get(key);
        if (pair == null) {
            throw new UnreadKey(key);
        }
        return pair;
    }

    private Optional<KeyValuePair> read(Key key) {
        if (away != null) {
            throw away;
        }
        try {
            return pairs.apply(key).filter(pair -> pair.isThereAt(clock.instant()));
        } catch (DroverException e) {
            away = e.code() == ErrorCode.UNAVAILABLE ? e : null;
            throw e;
        }
    }
}
