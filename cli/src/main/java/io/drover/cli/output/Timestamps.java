package io.drover.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Instants as people read them, in the form that {@code st2} prints. */
public final class Timestamps {
    private static final DateTimeFormatter READABLE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH);

    private Timestamps() {}

    /** {@return such as {@code Sun, 22 Nov 2026 17:03:57 UTC}; the text itself where it is no instant} */
    public static String readable(String timestamp) {
        try {
            return READABLE.format(Instant.parse(timestamp).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return timestamp;
        }
    }

    /** {@return the status with how long it has lasted, such as {@code running (5s elapsed)}} */
    public static String withElapsed(String status, String start, String end, Instant now) {
        try {
            Instant until = end.isEmpty() ? now : Instant.parse(end);
            long seconds = Duration.between(Instant.parse(start), until).toSeconds();
            return status + " (" + Math.max(0, seconds) + "s elapsed)";
        } catch (DateTimeParseException e) {
            return status;
        }
    }
}
