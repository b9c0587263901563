package io.drover.engine.datastore;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Datastore;
import io.drover.engine.commit.Batch;
import io.drover.engine.ids.Ids;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.KeyValuePairs;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The datastore as the store has it. Changes of one key are made one after another. */
public final class StoredPairs implements Datastore {
    private static final int LOCKS = 64;
    /** How many expired pairs a change takes along. */
    private static final int FORGOTTEN = 100;

    private final Store store;
    private final SecretValues secrets;
    private final Way way;
    private final Ids ids;
    private final InstantSource clock;
    private final Object[] locks = new Object[LOCKS];

    /** Commits a change together with the events that it is, and waits for that. */
    @FunctionalInterface
    public interface Way {
        void commit(Consumer<Batch> change, List<PairEvent> events);
    }

    public StoredPairs(Store store, SecretValues secrets, Way way, Ids ids, InstantSource clock) {
        this.store = store;
        this.secrets = secrets;
        this.way = way;
        this.ids = ids;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    @Override
    public Optional<KeyValuePair> find(Key key) {
        return stored(key).filter(pair -> pair.isThereAt(clock.instant()));
    }

    private Optional<KeyValuePair> stored(Key key) {
        return store.read(transaction -> transaction.keyValuePairs().find(key));
    }

    @Override
    public Listing<KeyValuePair> list(Selection selection, Query query) {
        KeyValuePairs.Selection now =
                new KeyValuePairs.Selection(selection.system(), selection.user(), selection.prefix(), clock.instant());
        return store.read(transaction -> transaction.keyValuePairs().list(now, query));
    }

    @Override
    public String reveal(KeyValuePair pair) {
        if (!pair.secret()) {
            return pair.value();
        }
        try {
            return secrets.decrypted(pair.value());
        } catch (DroverException e) {
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "The secret value of key '" + pair.key()
                            + "' could not be decrypted. Was the file with the daemon's"
                            + " keys changed, or the database taken from elsewhere?",
                    e);
        }
    }

    @Override
    public KeyValuePair set(Key key, Value value, @Nullable String expected, Principal by) {
        synchronized (lock(key)) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Optional<KeyValuePair> stored = stored(key);
            Optional<KeyValuePair> old = stored.filter(pair -> pair.isThereAt(now));
            check(key, old, expected);
            KeyValuePair pair = pair(key, value, now);
            String replaced = stored.map(KeyValuePair::version).orElse(null);
            AuditRecord entry = record(old.isPresent() ? "changed" : "created", pair, by, now);
            way.commit(
                    change(
                            batch -> batch.also(transaction -> {
                                KeyValuePairs pairs = transaction.keyValuePairs();
                                // what has expired may have been forgotten meanwhile
                                if (!pairs.put(pair, replaced) && (old.isPresent() || !pairs.put(pair, null))) {
                                    throw changedMeanwhile(key);
                                }
                            }),
                            entry,
                            now),
                    events(old, pair));
            return pair;
        }
    }

    private List<PairEvent> events(Optional<KeyValuePair> old, KeyValuePair pair) {
        if (old.isEmpty()) {
            return List.of(PairEvent.created(pair));
        }
        List<PairEvent> events = new ArrayList<>(List.of(PairEvent.updated(pair)));
        if (!sameValue(old.orElseThrow(), pair)) {
            events.add(PairEvent.valueChanged(old.orElseThrow(), pair));
        }
        return events;
    }

    /** The same text is encrypted otherwise each time. */
    private boolean sameValue(KeyValuePair old, KeyValuePair pair) {
        return old.secret() == pair.secret() && clearOrStored(old).equals(clearOrStored(pair));
    }

    private String clearOrStored(KeyValuePair pair) {
        try {
            return reveal(pair);
        } catch (DroverException lostKeys) {
            return pair.value();
        }
    }

    private KeyValuePair pair(Key key, Value value, Instant now) {
        Duration timeToLive = value.timeToLive();
        return new KeyValuePair(
                key,
                switch (value.form()) {
                    case PLAIN -> value.text();
                    case SECRET -> secrets.encrypted(value.text());
                    case ENCRYPTED -> secrets.encrypted(secrets.decrypted(value.text()));
                },
                value.form() != Form.PLAIN,
                timeToLive == null ? null : now.plus(timeToLive),
                ids.next());
    }

    @Override
    public void delete(Key key, @Nullable String expected, Principal by) {
        synchronized (lock(key)) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Optional<KeyValuePair> found = find(key);
            check(key, found, expected);
            KeyValuePair old = found.orElseThrow(() -> DroverException.notFound(
                    "The key \"" + key.name() + "\" does not exist in the StackStorm datastore."));
            way.commit(
                    change(
                            batch -> batch.also(transaction -> {
                                if (!transaction.keyValuePairs().remove(key, old.version())) {
                                    throw changedMeanwhile(key);
                                }
                            }),
                            record("deleted", old, by, now),
                            now),
                    List.of(PairEvent.deleted(old)));
        }
    }

    private static Consumer<Batch> change(Consumer<Batch> rows, AuditRecord entry, Instant now) {
        return rows.andThen(batch -> {
            batch.also(transaction -> transaction.keyValuePairs().forgetExpired(now, FORGOTTEN));
            batch.append(entry);
        });
    }

    /** Never the value: it may be secret, or become so. */
    private static AuditRecord record(String what, KeyValuePair pair, Principal by, Instant now) {
        Key key = pair.key();
        AuditRecord entry = Asked.by(by, what, "key", key.toString(), now).with("secret", pair.secret());
        return key.user() == null ? entry : entry.with("user", key.user());
    }

    private static void check(Key key, Optional<KeyValuePair> found, @Nullable String expected) {
        if (expected == null || (found.isPresent() && expected.equals(ANY_VERSION))) {
            return;
        }
        String version = found.map(KeyValuePair::version).orElse(null);
        if (!expected.equals(version)) {
            throw DroverException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "Expected version '" + expected + "' of key '" + key + "', but "
                            + (version == null ? "there is no such key." : "it has version '" + version + "'.")
                            + " Read it again, then decide.");
        }
    }

    private static DroverException changedMeanwhile(Key key) {
        return DroverException.conflict(
                "Key '" + key + "' was changed by somebody else at the same time. Read it again, then decide.");
    }

    private Object lock(Key key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }
}
