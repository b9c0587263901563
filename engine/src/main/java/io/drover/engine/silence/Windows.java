package io.drover.engine.silence;

import io.drover.engine.schedule.Crontab;
import io.drover.engine.schedule.Schedule;
import io.drover.model.silence.MaintenanceWindow;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The times of a maintenance window. Where two of them overlap, the earlier one counts until it ends. */
final class Windows {
    private final Schedule begins;
    private final Duration length;
    private volatile Span last = new Span(Instant.MIN, Instant.MIN, null);

    /**
     * A stretch of time that is a window, or is between two.
     *
     * @param since when the window began; null: it is none
     */
    private record Span(
            Instant from, Instant until, @Nullable Instant since) {
        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    private Windows(Schedule begins, Duration length) {
        this.begins = begins;
        this.length = length;
    }

    /** Reads a window; problems are told as {@link IllegalArgumentException}. */
    static Windows of(MaintenanceWindow window) {
        return new Windows(Crontab.read(window.cron(), zone(window.timeZone())), window.duration());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time zone '" + name + "' is not known. Use a name such as Europe/Berlin or UTC.", e);
        }
    }

    /** {@return since when there is a window; null where there is none at a moment} */
    @Nullable
    Instant since(Instant at) {
        Span span = last;
        if (!span.contains(at)) {
            span = find(at);
            last = span;
        }
        return span.since();
    }

    /** {@return the beginning of the window at a moment, or of the next one; null where none comes any more} */
    @Nullable
    Instant currentOrNext(Instant at) {
        return begins.next(at.minus(length));
    }

    private Span find(Instant at) {
        Instant begin = currentOrNext(at);
        if (begin == null) {
            return new Span(at, Instant.MAX, null);
        }
        return begin.isAfter(at) ? new Span(at, begin, null) : new Span(begin, begin.plus(length), begin);
    }
}
