package io.drover.engine.timer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A moment as Python's {@code str()} writes it in UTC: the form of moments in the payloads of StackStorm's own triggers. */
public final class PythonMoment {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private PythonMoment() {}

    /** {@return for instance {@code 2026-03-01 12:01:00.020000+00:00} } */
    public static String text(Instant moment) {
        return FORM.format(moment);
    }
}
