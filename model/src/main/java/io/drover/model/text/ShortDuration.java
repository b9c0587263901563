package io.drover.model.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}. */
public final class ShortDuration {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}[smhd])+");

    private ShortDuration() {}

    /** {@return the length that a text is; empty where it is none} */
    public static Optional<Duration> parse(String text) {
        String plain = text.strip();
        if (!WHOLE.matcher(plain).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(plain);
        while (parts.find()) {
            sum = sum.plus(of(Long.parseLong(parts.group(1)), parts.group(2)));
        }
        return Optional.of(sum);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** {@return a length as text, in whole seconds} */
    public static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), 'd');
        append(text, duration.toHoursPart(), 'h');
        append(text, duration.toMinutesPart(), 'm');
        append(text, duration.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, char unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
