package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a form has collected for one key. It has no clock: it moves on by events, and by being told that something it waits for
 * is due. Whatever tests conditions does so before anything changes.
 */
interface Collected {

    /** Takes an event that the rule asks for; those of {@code unless} are told by {@link #cancel}. */
    @Nullable
    Completed take(Arrival arrival, CrossTests tests);

    /** Drops what an event of {@code unless} at a time cancels. */
    void cancel(Instant time);

    /** {@return the events that conditions see by name, the newest of each} */
    Map<String, TriggerInstance> named();

    /** {@return whether nothing is to be kept} */
    boolean isEmpty();

    /** {@return how many events are held} */
    int size();

    /**
     * {@return whether something may come of it when time passes what it waits for}
     *
     * Else it lets go then of what is of no use any more, and it is all one when, as long as that is done before its next event.
     */
    boolean decides();

    /** {@return what the clock has to have passed for {@link #elapse} to be asked; null where nothing waits} */
    @Nullable
    Instant due();

    /** Does the first that is due, once the clock has passed it. */
    @Nullable
    Completed elapse();

    /** {@return all of it, as it is stored} */
    List<Piece> pieces();

    /** {@return the parts of {@link #pieces}} */
    Set<String> parts();

    /** {@return the pieces that changed since this was asked last} */
    List<Piece> changed();

    /** Takes up what was stored, by part. */
    void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events);
}
