package io.drover.engine.schedule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A field of a cron timer with its range, from the coarsest to the finest; the words and rules are APScheduler's. */
enum CronField {
    YEAR(1970, 9999, "*"),
    MONTH(1, 12, "1"),
    DAY(1, 31, "1"),
    WEEK(1, 53, "*"),
    DAY_OF_WEEK(0, 6, "*"),
    HOUR(0, 23, "0"),
    MINUTE(0, 59, "0"),
    SECOND(0, 59, "0");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern EVERY = Pattern.compile("\\*(?:/(?<step>\\d{1,9}))?");
    private static final Pattern RANGE =
            Pattern.compile("(?<first>\\d{1,9}|[a-z]+)(?:-(?<last>\\d{1,9}|[a-z]+))?(?:/(?<step>\\d{1,9}))?");

    private final int least;
    private final int most;
    /** What counts where only coarser fields are given. */
    private final String standard;

    CronField(int least, int most, String standard) {
        this.least = least;
        this.most = most;
        this.standard = standard;
    }

    /** {@return its name among a timer's parameters} */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private List<String> names() {
        return switch (this) {
            case MONTH -> MONTHS;
            case DAY_OF_WEEK -> DayExpression.WEEKDAYS;
            default -> List.of();
        };
    }

    /** {@return the fields that parameters give, as text} */
    static Map<CronField, String> given(Map<String, ? extends @Nullable Object> parameters) {
        Map<CronField, String> given = new EnumMap<>(CronField.class);
        for (CronField field : values()) {
            Object value = parameters.get(field.word());
            if (value != null) {
                given.put(field, String.valueOf(value).toLowerCase(Locale.ROOT).strip());
            }
        }
        if (given.isEmpty()) {
            throw new IllegalArgumentException("none of the fields "
                    + String.join(
                            ", ", Arrays.stream(values()).map(CronField::word).toList())
                    + " is given; give at least one.");
        }
        return given;
    }

    /** {@return the alternatives of which one must fit} */
    List<String> expressions(Map<CronField, String> given) {
        String text = given.get(this);
        if (text == null) {
            boolean finest = given.keySet().stream().allMatch(other -> other.compareTo(this) < 0);
            text = finest ? standard : "*";
        }
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /** {@return the values that fit} */
    BitSet values(Map<CronField, String> given) {
        BitSet values = new BitSet();
        expressions(given).forEach(expression -> values.or(values(expression)));
        return values;
    }

    /** {@return the values that fit an expression} */
    BitSet values(String expression) {
        Matcher every = EVERY.matcher(expression);
        if (every.matches()) {
            return values(expression, least, most, every.group("step"));
        }
        Matcher range = RANGE.matcher(expression);
        if (!range.matches()) {
            throw new IllegalArgumentException(word() + " '" + expression
                    + "' cannot be read. Write a number, '*', '*/n', 'a-b', 'a-b/n'"
                    + (names().isEmpty() ? "" : ", a name such as '" + names().get(0) + "'")
                    + (this == DAY ? ", 'last', '2nd mon' or 'last fri'" : "") + ", or several with commas between.");
        }
        String step = range.group("step");
        int first = number(expression, range.group("first"));
        String end = range.group("last");
        int last = end != null ? number(expression, end) : step != null ? most : first;
        if (first > last) {
            throw new IllegalArgumentException(
                    word() + " '" + expression + "' ends before it begins; write two ranges with a comma between.");
        }
        return values(expression, first, last, step);
    }

    private BitSet values(String expression, int first, int last, @Nullable String stepText) {
        int step = stepText == null ? 1 : Integer.parseInt(stepText);
        if (stepText != null && (step == 0 || step > last - first)) {
            throw new IllegalArgumentException(word() + " '" + expression + "': the step must be between 1 and "
                    + (last - first) + ", the length of the range.");
        }
        BitSet values = new BitSet();
        for (int value = first; value <= last; value += step) {
            values.set(value);
        }
        return values;
    }

    private int number(String expression, String text) {
        int value = names().indexOf(text) < 0 ? -1 : names().indexOf(text) + least;
        if (value < 0 && !Character.isDigit(text.charAt(0))) {
            throw new IllegalArgumentException(word() + " '" + expression + "': '" + text + "' is not known"
                    + (names().isEmpty()
                            ? "; write a number."
                            : "; the names are " + String.join(", ", names()) + "."));
        }
        int number = value < 0 ? Integer.parseInt(text) : value;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    word() + " '" + expression + "': " + number + " is not between " + least + " and " + most + ".");
        }
        return number;
    }
}
