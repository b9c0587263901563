package io.drover.expressions;

import java.time.Duration;

/**
 * What one evaluation may use up before it is stopped; templates come with packs and with data, so none is trusted to end.
 *
 * @param steps loop turns, calls, filters and elements made or visited
 * @param nesting depth of the text's brackets, of calls and of values inside values
 * @param textLength characters of text made, intermediate results included
 * @param repeat length of one {@code range} and of one repeated list
 * @param integerBits size of one integer
 * @param time wall clock time
 */
public record Budget(long steps, int nesting, long textLength, int repeat, int integerBits, Duration time) {
    private static final Budget STANDARD =
            new Budget(1_000_000, 100, 16L * 1024 * 1024, 100_000, 64 * 1024, Duration.ofSeconds(5));

    /** One million steps, nesting 100, 16 Mi characters, 100,000 elements at once, integers of 64 Ki bits, five seconds. */
    public static Budget standard() {
        return STANDARD;
    }

    /** The same budget with other steps. */
    public Budget withSteps(long other) {
        return new Budget(other, nesting, textLength, repeat, integerBits, time);
    }

    /** The same budget with another text length. */
    public Budget withTextLength(long other) {
        return new Budget(steps, nesting, other, repeat, integerBits, time);
    }

    /** The same budget with another time. */
    public Budget withTime(Duration other) {
        return new Budget(steps, nesting, textLength, repeat, integerBits, other);
    }
}
