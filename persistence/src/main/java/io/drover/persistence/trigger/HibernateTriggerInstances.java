package io.drover.persistence.trigger;

import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.TriggerInstance;
import io.drover.persistence.lineage.Lineage;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Trigger instances in the database. */
public record HibernateTriggerInstances(StatelessSession session, Database database) implements TriggerInstances {
    private static final int LONGEST_PLAIN_KEY = 256;
    private static final int KEYS_PER_QUERY = 500;
    private static final int IDS_PER_QUERY = 100;
    private static final int IDS_PER_RANGE = 200;

    private static final Fields<TriggerInstanceRow> FIELDS = new Fields<>(
            TriggerInstanceRow.class,
            Map.of(
                    "id", "id",
                    "trigger", "trigger",
                    "trigger_type", "triggerType",
                    "trace_id", "traceId",
                    "trace_tag", "traceTag",
                    "source", "source",
                    "position", "sequence"),
            "occurredAt",
            List.of("sequence"),
            true,
            Map.of("trace_id", Lineage.EVENTS_OF_TRACE));

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(
                TriggerInstanceRow.class,
                DedupeKeyRow.class,
                BatchRow.class,
                NodeRow.class,
                SensorOwnerRow.class,
                DeadLetterRow.class,
                SourceHealthRow.class);
    }

    @Override
    public Map<String, String> known(Collection<String> keys, Instant now) {
        Map<String, String> byStoredKey = new HashMap<>();
        for (String key : keys) {
            byStoredKey.put(storedKey(key), key);
        }
        Map<String, String> known = new HashMap<>();
        for (List<String> some : portions(List.copyOf(byStoredKey.keySet()))) {
            session.createSelectionQuery(
                            "from DedupeKeyRow k where k.key in (:keys) and k.rememberedUntil > :now",
                            DedupeKeyRow.class)
                    .setParameterList("keys", some)
                    .setParameter("now", Instants.stored(now))
                    .getResultList()
                    .forEach(row -> known.put(byStoredKey.getOrDefault(row.key, row.key), row.triggerInstance));
        }
        return known;
    }

    @Override
    public void insertAll(List<Entry> entries) {
        List<TriggerInstanceRow> rows = new ArrayList<>(entries.size());
        List<DedupeKeyRow> keys = new ArrayList<>();
        for (Entry entry : entries) {
            TriggerInstance instance = entry.instance();
            rows.add(TriggerInstanceRow.of(instance, Place.of(entry.position())));
            if (instance.dedupeKey() != null) {
                keys.add(DedupeKeyRow.of(
                        storedKey(TriggerInstances.dedupeKey(instance)),
                        instance.id(),
                        Instants.stored(instance.acceptedAt().plus(entry.dedupeWindow()))));
            }
        }
        TriggerInstanceRow.INSERT.insert(session, database, rows);
        Lineage.ofEvents(
                session, database, entries.stream().map(Entry::instance).toList());
        if (!keys.isEmpty()) {
            forgetPassed(entries, keys);
            DedupeKeyRow.INSERT.insert(session, database, keys);
        }
    }

    /** A key that is used again after its window may still be there, because it is forgotten only later. */
    private void forgetPassed(List<Entry> entries, List<DedupeKeyRow> keys) {
        Instant now = entries.stream()
                .map(entry -> entry.instance().acceptedAt())
                .max(Instant::compareTo)
                .orElseThrow();
        for (List<String> some : portions(keys.stream().map(row -> row.key).toList())) {
            session.createMutationQuery("delete DedupeKeyRow k where k.key in (:keys) and k.rememberedUntil <= :now")
                    .setParameterList("keys", some)
                    .setParameter("now", Instants.stored(now))
                    .executeUpdate();
        }
    }

    @Override
    public Optional<TriggerInstance> find(String id) {
        return Optional.ofNullable(session.get(TriggerInstanceRow.class, id)).map(TriggerInstanceRow::instance);
    }

    @Override
    public List<TriggerInstance> findAll(Collection<String> ids) {
        List<TriggerInstance> found = new ArrayList<>(ids.size());
        List<String> left = ids.stream().distinct().sorted().toList();
        boolean areClose = true;
        while (areClose && left.size() > IDS_PER_QUERY) {
            List<String> some = left.subList(0, Math.min(IDS_PER_RANGE, left.size()));
            int done = session.doReturningWork(connection -> EventRows.range(connection, some, found));
            areClose = done == some.size();
            left = left.subList(done, left.size());
        }
        // in the order of the index, and few at once: H2 compares each row that it finds with all that were asked for
        for (List<String> some : portions(left, IDS_PER_QUERY)) {
            List<Inserted> rows = session.doReturningWork(connection -> EventRows.of(connection, some));
            rows.forEach(row -> found.add(row.instance()));
        }
        return found;
    }

    @Override
    public Optional<Position> position(String id) {
        return Optional.ofNullable(session.get(TriggerInstanceRow.class, id)).map(row -> row.place.position());
    }

    @Override
    public Listing<TriggerInstance> list(Query query) {
        return FIELDS.list(session, query, TriggerInstanceRow::instance);
    }

    @Override
    public long placeOf(Instant acceptedAt) {
        Instant bound = Instants.stored(acceptedAt);
        long low = 0;
        long high = newestPlace();
        while (low < high) {
            long middle = low + (high - low) / 2;
            TriggerInstanceRow row = firstAfter(middle);
            if (row == null || !row.acceptedAt.isBefore(bound)) {
                high = middle;
            } else {
                low = row.sequence;
            }
        }
        return low;
    }

    @Override
    public long newestPlace() {
        return session.createSelectionQuery(
                        "select coalesce(max(r.sequence), 0L) from TriggerInstanceRow r", Long.class)
                .getSingleResult();
    }

    private @Nullable TriggerInstanceRow firstAfter(long place) {
        return session.createSelectionQuery(
                        "from TriggerInstanceRow r where r.sequence > :place order by r.sequence",
                        TriggerInstanceRow.class)
                .setParameter("place", place)
                .setMaxResults(1)
                .getSingleResultOrNull();
    }

    @Override
    public Optional<Instant> oldestAcceptedAt() {
        return Optional.ofNullable(firstAfter(0)).map(row -> row.acceptedAt);
    }

    @Override
    public long count(long place, Collection<Ref> triggerTypes) {
        return session.createSelectionQuery(
                        "select count(r) from TriggerInstanceRow r where r.sequence > :place and r.triggerType in (:types)",
                        Long.class)
                .setParameter("place", place)
                .setParameterList("types", texts(triggerTypes))
                .getSingleResult();
    }

    @Override
    public long placeOf(long after, Collection<Ref> triggerTypes, long number) {
        Long place = session.createSelectionQuery(
                        "select max(s.place) from (select r.sequence as place from TriggerInstanceRow r"
                                + " where r.sequence > :after and r.triggerType in (:types)"
                                + " order by r.sequence limit :number) s",
                        Long.class)
                .setParameter("after", after)
                .setParameterList("types", texts(triggerTypes))
                .setParameter("number", number)
                .getSingleResultOrNull();
        return place == null ? after : place;
    }

    private static List<String> texts(Collection<Ref> triggerTypes) {
        return triggerTypes.stream().map(Ref::toString).toList();
    }

    @Override
    public List<Inserted> insertedAfter(long place, Collection<Ref> triggerTypes, int limit) {
        return session.doReturningWork(
                connection -> EventRows.inserted(connection, place, null, texts(triggerTypes), limit));
    }

    @Override
    public List<Inserted> insertedAfter(long place, int node, Collection<Ref> triggerTypes, int limit) {
        return session.doReturningWork(
                connection -> EventRows.inserted(connection, place, node, texts(triggerTypes), limit));
    }

    @Override
    public int forgetKeys(Instant now, int limit) {
        List<String> passed = session.createSelectionQuery(
                        "select k.key from DedupeKeyRow k where k.rememberedUntil <= :now order by k.rememberedUntil",
                        String.class)
                .setParameter("now", Instants.stored(now))
                .setMaxResults(limit)
                .getResultList();
        int forgotten = 0;
        for (List<String> some : portions(passed)) {
            forgotten += session.createMutationQuery("delete DedupeKeyRow k where k.key in (:keys)")
                    .setParameterList("keys", some)
                    .executeUpdate();
        }
        return forgotten;
    }

    private static List<List<String>> portions(List<String> keys) {
        return portions(keys, KEYS_PER_QUERY);
    }

    private static List<List<String>> portions(List<String> keys, int most) {
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += most) {
            portions.add(keys.subList(from, Math.min(keys.size(), from + most)));
        }
        return portions;
    }

    /** An index entry of PostgreSQL holds less than 3 KB, a source's identity anything. */
    private static String storedKey(String key) {
        return key.length() <= LONGEST_PLAIN_KEY
                ? key
                : "sha256 " + Sha256.hex(key.getBytes(StandardCharsets.UTF_16BE));
    }
}
