package io.drover.expressions.yaml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as PyYAML reads them (its {@code constructor.py}). */
public final class PyYamlTimestamp {
    private static final Pattern FORM = Pattern.compile("(?<year>\\d{4})-(?<month>\\d\\d?)-(?<day>\\d\\d?)"
            + "(?:(?:[Tt]|[ \\t]+)(?<hour>\\d\\d?):(?<minute>\\d\\d):(?<second>\\d\\d)(?:\\.(?<fraction>\\d*))?"
            + "(?:[ \\t]*(?<zone>Z|(?<sign>[-+])(?<hours>\\d\\d?)(?::(?<minutes>\\d\\d))?))?)?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    private PyYamlTimestamp() {}

    /**
     * {@return a {@link LocalDate}, a {@link LocalDateTime}, or where an offset is written an {@link OffsetDateTime}}
     *
     * @throws DateTimeException where the text is none
     */
    public static Temporal read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("'" + text + "' is neither a date nor a time");
        }
        if (number(parts, "year") == 0) {
            throw new DateTimeException("years go from 1 to 9999");
        }
        LocalDate date = LocalDate.of(number(parts, "year"), number(parts, "month"), number(parts, "day"));
        if (parts.group("hour") == null) {
            return date;
        }
        LocalDateTime time = date.atTime(
                LocalTime.of(number(parts, "hour"), number(parts, "minute"), number(parts, "second"), nanos(parts)));
        return parts.group("zone") == null ? time : time.atOffset(offset(parts));
    }

    /** {@return the date or time as StackStorm stores it, in the form of ISO 8601} */
    public static String iso(Temporal read) {
        if (read instanceof OffsetDateTime time) {
            String offset = DateTimeFormatter.ofPattern("xxx", Locale.ROOT).format(time);
            return iso(time.toLocalDateTime()) + offset;
        }
        if (read instanceof LocalDateTime time) {
            return (time.get(ChronoField.NANO_OF_SECOND) == 0 ? SECONDS : MICROSECONDS).format(time);
        }
        return read.toString();
    }

    private static int number(Matcher parts, String name) {
        return Integer.parseInt(parts.group(name));
    }

    private static int nanos(Matcher parts) {
        @Nullable String fraction = parts.group("fraction");
        return fraction == null || fraction.isEmpty()
                ? 0
                : Integer.parseInt((fraction + "00000").substring(0, 6)) * 1000;
    }

    private static ZoneOffset offset(Matcher parts) {
        if (parts.group("sign") == null) {
            return ZoneOffset.UTC;
        }
        int minutes = parts.group("minutes") == null ? 0 : number(parts, "minutes");
        int seconds = (number(parts, "hours") * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(parts.group("sign").equals("-") ? -seconds : seconds);
    }
}
