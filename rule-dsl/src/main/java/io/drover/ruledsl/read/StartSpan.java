package io.drover.ruledsl.read;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time from a start, as rule tests write them: as durations of rules, and 0 besides. */
final class StartSpan {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final BigDecimal MOST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(36_525).toSeconds());
    private static final long NANOS = 1_000_000_000L;

    private StartSpan() {}

    /** {@return the span; null where it is none} */
    static @Nullable Duration parse(@Nullable Object written) {
        if (written instanceof Long || written instanceof Double) {
            BigDecimal seconds = new BigDecimal(written.toString());
            return seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0
                    ? null
                    : Duration.ofNanos(
                            seconds.multiply(BigDecimal.valueOf(NANOS)).longValue());
        }
        Matcher form = FORM.matcher(written instanceof String text ? text.strip() : "");
        if (!form.matches()) {
            return null;
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
