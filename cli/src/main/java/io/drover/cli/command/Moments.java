package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people write them: {@code 2h} ago, a day, or a whole time. */
final class Moments {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    private Moments() {}

    /** {@return the moment that an option names} */
    static Instant of(String option, String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
            }
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw CommandFailure.usage(
                    option + " takes an age such as 2h or 7d, a day such as 2026-01-31, or a time such as"
                            + " 2026-01-31T12:00:00Z, but \"" + text + "\" was given.");
        }
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
