package io.drover.expressions.stackstorm;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.PythonFloat;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Value;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A number of seconds as {@code 1y2d3h4m5s}. Less than a second is written with the sign of microseconds, as StackStorm does. */
final class HumanTime {
    private static final String UNITS = "ydhms";

    private HumanTime() {}

    static String of(@Nullable Object seconds) {
        if (!Value.isNumber(seconds)) {
            throw new ExpressionException(
                    "AssertionError", "to_human_time_from_seconds takes a number, not " + Value.typeName(seconds));
        }
        double amount = Arithmetic.toDouble(seconds);
        if (amount == 0) {
            return "0s";
        }
        if (amount < 1) {
            return PythonText.str(seconds) + "\u03bcs";
        }
        long whole =
                seconds instanceof Double ? (long) PythonFloat.round(amount, 0) : Value.integer(seconds, "seconds");
        return parts(whole);
    }

    private static String parts(long seconds) {
        LocalDateTime end;
        try {
            end = LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds(seconds);
        } catch (DateTimeException tooLong) {
            throw new ExpressionException("OverflowError", seconds + " seconds are too many");
        }
        long[] parts = {end.getYear() - 1L, end.getDayOfYear() - 1L, end.getHour(), end.getMinute(), end.getSecond()};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != 0 || !text.isEmpty()) {
                text.append(parts[i]).append(UNITS.charAt(i));
            }
        }
        return text.toString();
    }
}
