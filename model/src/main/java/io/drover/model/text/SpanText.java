package io.drover.model.text;

import java.math.BigDecimal;
import java.time.Duration;

/** Spans of time as rules and their tests write them. */
public final class SpanText {
    private static final int NANO_DIGITS = 9;

    private SpanText() {}

    /** {@return how a span is written, in the largest unit that leaves no rest: {@code 90s}, {@code 2m}, {@code 0s}} */
    public static String of(Duration span) {
        if (span.toNanosPart() % 1_000_000 != 0) {
            return BigDecimal.valueOf(span.toNanos(), NANO_DIGITS)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        if (span.toMillisPart() != 0) {
            return span.toMillis() + "ms";
        }
        long seconds = span.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
