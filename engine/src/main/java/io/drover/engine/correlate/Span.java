package io.drover.engine.correlate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far apart events may be.
 *
 * @param within from the first to the last; null where a form has only one event
 * @param lateness how far behind the clock an event may come and is still collected
 */
record Span(@Nullable Duration within, Duration lateness) {

    /** {@return the last moment that still counts with an event at a time: the window is closed at its end} */
    Instant end(Instant time) {
        return within == null ? time : time.plus(within);
    }

    /** {@return what the clock has to pass so that nothing can come any more that counts with an event at a time} */
    Instant over(Instant time) {
        return end(time).plus(lateness);
    }
}
