package io.drover.engine.match;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times that events carry: ISO 8601 with its usual liberties, the form of mail and HTTP, and others that logs and
 * people write, month before day. A time without a zone is UTC.
 */
final class Times {
    private static final String CLOCK = "[[' ']['T']H:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS][ ][XXX][XX][X][z]]";

    private static final List<DateTimeFormatter> FORMS = Stream.concat(
                    Stream.of(iso(), DateTimeFormatter.RFC_1123_DATE_TIME),
                    Stream.of(
                                    "yyyyMMdd['T'HHmmss[XXX][XX][X]]",
                                    "yyyy/M/d" + CLOCK,
                                    "M/d/yyyy" + CLOCK,
                                    "M/d/yyyy h:mm[:ss] a",
                                    "EEE MMM d HH:mm:ss [z ]yyyy",
                                    "[EEE, ][EEE ]d[-][ ]MMM[-][ ]yyyy" + CLOCK,
                                    "MMM d[,] yyyy" + CLOCK,
                                    "MMM d[,] yyyy[,] h:mm[:ss] a")
                            .map(Times::form))
            .toList();

    private Times() {}

    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendPattern("['T'][' ']")
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .appendPattern("[ ][XXX][XX][X][z]")
                .optionalEnd()
                .toFormatter(Locale.ROOT);
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    static Instant parse(@Nullable Object value) throws ClauseFailure {
        if (value instanceof String text) {
            for (DateTimeFormatter form : FORMS) {
                Optional<Instant> read = parse(text.strip(), form);
                if (read.isPresent()) {
                    return read.orElseThrow();
                }
            }
        }
        throw new ClauseFailure(
                "Read " + Canonical.brief(value) + " as a time and found none. Send it as in 2026-01-31T12:00:00Z.");
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
        try {
            return Optional.of(
                    instant(form.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from)));
        } catch (DateTimeException notThisForm) {
            return Optional.empty();
        }
    }

    private static Instant instant(TemporalAccessor read) {
        if (read instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        return read instanceof LocalDateTime time
                ? time.toInstant(ZoneOffset.UTC)
                : LocalDate.from(read).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
