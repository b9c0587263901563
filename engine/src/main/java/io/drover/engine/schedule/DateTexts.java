package io.drover.engine.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Dates and times as people write them; in the time zone that is given with them, or else in that of the timer. */
final class DateTexts {
    private static final List<DateTimeFormatter> FORMS = Stream.of(
                    "uuuu-M-d['T'][ ][H:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]]][ ][XXX][X][VV]",
                    "uuuu/M/d[ ][H:mm[:ss]][ ][XXX][X][VV]",
                    "uuuuMMdd['T'HHmm[ss]][XXX][X]",
                    "[EEE, ]d MMM uuuu[ H:mm[:ss]][ ][X][z]",
                    "[EEE ]MMM d[,] uuuu[ H:mm[:ss]][ ][X][z]",
                    "d.M.uuuu[ H:mm[:ss]]")
            .map(pattern -> new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .toFormatter(Locale.ENGLISH)
                    .withChronology(IsoChronology.INSTANCE)
                    .withResolverStyle(ResolverStyle.STRICT))
            .toList();

    private DateTexts() {}

    /** Reads a moment; what cannot be read is told as {@link IllegalArgumentException}. */
    static Instant read(String text, ZoneId zone) {
        return FORMS.stream()
                .flatMap(form -> read(form, text.strip(), zone).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("date '" + text
                        + "' cannot be read. Write it as 2026-12-31T18:00:00+01:00, or 2026-12-31 18:00:00 with a"
                        + " timezone."));
    }

    private static Optional<Instant> read(DateTimeFormatter form, String text, ZoneId zone) {
        try {
            TemporalAccessor read = form.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
            return Optional.of(
                    read instanceof ZonedDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.from(read).atZone(zone).toInstant());
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }
}
