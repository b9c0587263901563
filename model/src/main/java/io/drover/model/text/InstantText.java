package io.drover.model.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Instants as {@link Instant#toString} writes them, which stored documents have by the hundred thousand. */
public final class InstantText {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
    private static final int SHORTEST = SHAPE.length() + 1;
    private static final int LONGEST = SHAPE.length() + 11;
    private static final int NO_NUMBER = -1;

    private InstantText() {}

    /**
     * Reads an instant, as {@link Instant#parse} does, without its formatter where it is of the years 0 to 9999.
     *
     * @throws DateTimeException where it is none
     */
    public static Instant read(String text) {
        int nanos = isOfShape(text) ? nanos(text) : NO_NUMBER;
        int hour = nanos == NO_NUMBER ? NO_NUMBER : number(text, 11, 13);
        if (hour < 0 || hour > 23 || number(text, 14, 16) > 59 || number(text, 17, 19) > 59) {
            return Instant.parse(text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long second = ((day * 24 + hour) * 60 + number(text, 14, 16)) * 60 + number(text, 17, 19);
        return Instant.ofEpochSecond(second, nanos);
    }

    private static boolean isOfShape(String text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || text.charAt(length - 1) != 'Z') {
            return false;
        }
        for (int at = 0; at < SHAPE.length(); at++) {
            char shape = SHAPE.charAt(at);
            if (shape == 'd' ? !isDigit(text.charAt(at)) : text.charAt(at) != shape) {
                return false;
            }
        }
        return true;
    }

    /** {@return the part of a second that stands before the {@code Z}; less than zero where something else does} */
    private static int nanos(String text) {
        int end = text.length() - 1;
        if (end == SHAPE.length()) {
            return 0;
        }
        int first = SHAPE.length() + 1;
        if (text.charAt(SHAPE.length()) != '.' || first == end) {
            return NO_NUMBER;
        }
        for (int at = first; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return NO_NUMBER;
            }
        }
        int nanos = number(text, first, end);
        for (int digits = end - first; digits < 9; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = number * 10 + text.charAt(at) - '0';
        }
        return number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
