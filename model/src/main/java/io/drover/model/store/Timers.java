package io.drover.model.store;

import io.drover.model.pack.Ref;
import io.drover.model.timer.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When timers are due, one row for each trigger that a rule asks for. */
public interface Timers {

    /** Adds a timer, unless its trigger has one. {@return whether it had none} */
    boolean add(Timer timer);

    /** {@return whether there was one} */
    boolean remove(Ref trigger);

    /** {@return all, by trigger} */
    List<Timer> list();

    Optional<Timer> find(Ref trigger);

    /** {@return timers that are due at or before a moment, the longest overdue first} */
    List<Timer> due(Instant now, int limit);

    /** {@return when the first of all timers is due, null where none is} */
    @Nullable
    Instant first();

    /**
     * Moves a timer on, if it is still due when the caller saw it due.
     *
     * @param seen its {@link Timer#next} as the caller saw it
     * @param fired the due time that became an event; null: none did
     * @return whether it was moved; else another node has done so, or it is gone
     */
    boolean moveOn(Ref trigger, Instant seen, @Nullable Instant next, @Nullable Instant fired);
}
