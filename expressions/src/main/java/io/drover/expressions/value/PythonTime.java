package io.drover.expressions.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Dates, times and lengths of time as Python writes them within other values: {@code datetime.datetime(2020, 1, 2, 0, 0, tzinfo=tzutc())}. */
final class PythonTime {
    private static final int NANOS_OF_A_MICROSECOND = 1000;

    private PythonTime() {}

    static String repr(Object value) {
        if (value instanceof LocalDate date) {
            return "datetime.date(" + fields(date) + ")";
        }
        if (value instanceof LocalTime time) {
            return "datetime.time(" + String.join(", ", fields(time)) + ")";
        }
        if (value instanceof LocalDateTime local) {
            return "datetime.datetime(" + fields(local) + ")";
        }
        if (value instanceof Duration length) {
            return "datetime.timedelta(" + fields(length) + ")";
        }
        OffsetDateTime date = value instanceof OffsetDateTime offset
                ? offset
                : value instanceof ZonedDateTime zoned
                        ? zoned.toOffsetDateTime()
                        : ((Instant) value).atOffset(ZoneOffset.UTC);
        int seconds = date.getOffset().getTotalSeconds();
        String zone = seconds == 0 ? "tzutc()" : "tzoffset(None, " + seconds + ")";
        return "datetime.datetime(" + fields(date.toLocalDateTime()) + ", tzinfo=" + zone + ")";
    }

    private static String fields(LocalDate date) {
        return date.getYear() + ", " + date.getMonthValue() + ", " + date.getDayOfMonth();
    }

    private static String fields(LocalDateTime date) {
        return fields(date.toLocalDate()) + ", " + String.join(", ", fields(date.toLocalTime()));
    }

    private static List<String> fields(LocalTime time) {
        List<String> fields = new ArrayList<>();
        fields.add(String.valueOf(time.getHour()));
        fields.add(String.valueOf(time.getMinute()));
        int micros = time.getNano() / NANOS_OF_A_MICROSECOND;
        if (time.getSecond() != 0 || micros != 0) {
            fields.add(String.valueOf(time.getSecond()));
        }
        if (micros != 0) {
            fields.add(String.valueOf(micros));
        }
        return fields;
    }

    private static String fields(Duration length) {
        long days = Math.floorDiv(length.getSeconds(), 86_400L);
        long seconds = Math.floorMod(length.getSeconds(), 86_400L);
        long micros = length.getNano() / NANOS_OF_A_MICROSECOND;
        List<String> fields = new ArrayList<>();
        if (days != 0) {
            fields.add("days=" + days);
        }
        if (seconds != 0) {
            fields.add("seconds=" + seconds);
        }
        if (micros != 0) {
            fields.add("microseconds=" + micros);
        }
        return fields.isEmpty() ? "0" : String.join(", ", fields);
    }
}
