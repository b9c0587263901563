package io.drover.model.store;

import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events that were accepted. */
public interface TriggerInstances {

    /**
     * An instance to be stored.
     *
     * @param dedupeWindow how long its dedupe key is remembered
     */
    record Entry(TriggerInstance instance, Position position, Duration dedupeWindow) {}

    /**
     * A stored event.
     *
     * @param place in the order of insertion
     */
    record Inserted(long place, TriggerInstance instance, Position position) {}

    /**
     * Finds which keys were used within their window.
     *
     * @param keys of {@link #dedupeKey}
     * @return per known key the id of its instance
     */
    Map<String, String> known(Collection<String> keys, Instant now);

    /** Stores instances and remembers their dedupe keys. */
    void insertAll(List<Entry> entries);

    Optional<TriggerInstance> find(String id);

    /** {@return those that are there of some events, in any order} */
    List<TriggerInstance> findAll(Collection<String> ids);

    /** {@return where the instance stands, for the revision of a rule that was in force} */
    Optional<Position> position(String id);

    /** Fields: {@code id trigger trigger_type trace_id trace_tag source position}; time is that of the occurrence, position the order of insertion. */
    Listing<TriggerInstance> list(Query query);

    /**
     * {@return the place in the order of insertion before which events were accepted earlier than a moment; those around it
     * may have changed places}
     */
    long placeOf(Instant acceptedAt);

    /** {@return when the oldest event was accepted that is kept; empty where there is none} */
    Optional<Instant> oldestAcceptedAt();

    /** {@return how many events of some trigger types were inserted after a place} */
    long count(long place, Collection<Ref> triggerTypes);

    /**
     * {@return the place of an event of some trigger types; the newest one's where there are fewer, the one to begin with
     * where there is none}
     *
     * @param after where to begin
     * @param number counts these events from there, from 1
     */
    long placeOf(long after, Collection<Ref> triggerTypes, long number);

    /** {@return the place of the newest event, 0 before the first} */
    long newestPlace();

    /** As {@link #insertedAfter}, of the events that one node accepted. */
    List<Inserted> insertedAfter(long place, int node, Collection<Ref> triggerTypes, int limit);

    /**
     * {@return events that were inserted after a place, oldest first}
     *
     * @param triggerTypes whose events
     */
    List<Inserted> insertedAfter(long place, Collection<Ref> triggerTypes, int limit);

    /** Forgets keys whose window has passed. */
    int forgetKeys(Instant now, int limit);

    /** {@return what identifies an event of a trigger} */
    static String dedupeKey(TriggerInstance instance) {
        return instance.trigger() + " " + instance.dedupeKey();
    }
}
