package io.drover.engine.rehearse;

import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events, and the dedupe keys that are remembered. */
record MemoryTriggerInstances(Table<TriggerInstances.Entry> entries, Table<MemoryTriggerInstances.Used> keys)
        implements TriggerInstances {
    private static final Table.Shape<TriggerInstance> SHAPE =
            new Table.Shape<>(fields(), TriggerInstance::occurredAt, true);

    private static Map<String, Function<TriggerInstance, @Nullable String>> fields() {
        Map<String, Function<TriggerInstance, @Nullable String>> fields = new TreeMap<>();
        fields.put("id", TriggerInstance::id);
        fields.put("trigger", event -> event.trigger().toString());
        fields.put("trigger_type", event -> event.triggerType().toString());
        fields.put("trace_id", event -> event.trace().id());
        fields.put("trace_tag", event -> event.trace().tag());
        fields.put("source", TriggerInstance::source);
        return fields;
    }

    /** A dedupe key that was used. */
    record Used(String key, String instance, Instant until) {}

    @Override
    public Map<String, String> known(Collection<String> asked, Instant now) {
        Map<String, String> known = new HashMap<>();
        for (String key : asked) {
            keys.find(key).filter(used -> used.until().isAfter(now)).ifPresent(used -> known.put(key, used.instance()));
        }
        return known;
    }

    @Override
    public void insertAll(List<Entry> added) {
        for (Entry entry : added) {
            TriggerInstance event = entry.instance();
            entries.insert(event.id(), entry);
            if (event.dedupeKey() != null) {
                String key = TriggerInstances.dedupeKey(event);
                keys.put(key, new Used(key, event.id(), event.acceptedAt().plus(entry.dedupeWindow())));
            }
        }
    }

    @Override
    public Optional<TriggerInstance> find(String id) {
        return entries.find(id).map(Entry::instance);
    }

    @Override
    public List<TriggerInstance> findAll(Collection<String> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public Optional<Position> position(String id) {
        return entries.find(id).map(Entry::position);
    }

    @Override
    public Listing<TriggerInstance> list(Query query) {
        Table<TriggerInstance> events = new Table<>();
        entries.stream().forEach(entry -> events.insert(entry.instance().id(), entry.instance()));
        return SHAPE.list(events, query);
    }

    @Override
    public long placeOf(Instant acceptedAt) {
        return entries.stream()
                .takeWhile(entry -> entry.instance().acceptedAt().isBefore(acceptedAt))
                .count();
    }

    @Override
    public Optional<Instant> oldestAcceptedAt() {
        return entries.stream().findFirst().map(entry -> entry.instance().acceptedAt());
    }

    @Override
    public long count(long place, Collection<Ref> triggerTypes) {
        return insertedAfter(place, triggerTypes, Integer.MAX_VALUE).size();
    }

    @Override
    public long placeOf(long after, Collection<Ref> triggerTypes, long number) {
        return insertedAfter(after, triggerTypes, Math.toIntExact(number)).stream()
                .mapToLong(Inserted::place)
                .max()
                .orElse(after);
    }

    @Override
    public List<Inserted> insertedAfter(long place, Collection<Ref> triggerTypes, int limit) {
        List<Inserted> all = new ArrayList<>();
        entries.stream().forEach(entry -> all.add(new Inserted(all.size() + 1L, entry.instance(), entry.position())));
        return all.stream()
                .filter(inserted -> inserted.place() > place
                        && triggerTypes.contains(inserted.instance().triggerType()))
                .limit(limit)
                .toList();
    }

    @Override
    public long newestPlace() {
        return entries.size();
    }

    @Override
    public List<Inserted> insertedAfter(long place, int node, Collection<Ref> triggerTypes, int limit) {
        return insertedAfter(place, triggerTypes, Integer.MAX_VALUE).stream()
                .filter(inserted -> inserted.position().node() == node)
                .limit(limit)
                .toList();
    }

    @Override
    public int forgetKeys(Instant now, int limit) {
        List<Used> passed = keys.stream()
                .filter(used -> !used.until().isAfter(now))
                .limit(limit)
                .toList();
        passed.forEach(used -> keys.remove(used.key()));
        return passed.size();
    }
}
