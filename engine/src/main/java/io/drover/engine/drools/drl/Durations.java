package io.drover.engine.drools.drl;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as DRL writes them: {@code 10m}, {@code 1h30m}. */
public final class Durations {
    private static final Pattern UNIT = Pattern.compile("(\\d+)\\s*(ms|[smhd])(?![\\w.])");
    private static final Pattern WHOLE = Pattern.compile("\\s*(?:\\d+(?:ms|[smhd])\\s*)+");

    private Durations() {}

    /** {@return the sum of all times in a text} */
    static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher units = UNIT.matcher(text.replaceAll("(?<=\\d[smhd])(?=\\d)", " "));
        while (units.find()) {
            sum = sum.plus(of(Long.parseLong(units.group(1)), units.group(2)));
        }
        return sum;
    }

    /** {@return the time that a text is; null where it is none} */
    public static @Nullable Duration parse(String text) {
        return WHOLE.matcher(text).matches() ? sum(text) : null;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
