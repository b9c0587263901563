package io.drover.engine.schedule;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which days of a month fit: by number, {@code last}, or a weekday's place such as {@code 2nd fri}. */
sealed interface DayExpression {
    List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    boolean fits(LocalDate day);

    /** Reads alternatives. */
    static List<DayExpression> of(List<String> expressions) {
        return expressions.stream().map(DayExpression::of).toList();
    }

    private static DayExpression of(String expression) {
        if (expression.equals("last")) {
            return new Last();
        }
        Matcher place = Weekday.PLACE.matcher(expression);
        if (place.matches()) {
            int weekday = WEEKDAYS.indexOf(place.group("weekday"));
            if (weekday < 0) {
                throw new IllegalArgumentException("day '" + expression + "': '" + place.group("weekday")
                        + "' is not known; the names are " + String.join(", ", WEEKDAYS) + ".");
            }
            String which = place.group("which");
            return new Weekday(which.equals("last") ? 0 : which.charAt(0) - '0', weekday + 1);
        }
        return new Numbers(CronField.DAY.values(expression));
    }

    /** Days by their number. */
    record Numbers(BitSet values) implements DayExpression {
        @Override
        public boolean fits(LocalDate day) {
            return values.get(day.getDayOfMonth());
        }
    }

    /** The month's last day. */
    record Last() implements DayExpression {
        @Override
        public boolean fits(LocalDate day) {
            return day.getDayOfMonth() == day.lengthOfMonth();
        }
    }

    /**
     * A weekday by its place in the month.
     *
     * @param place 1 to 5, 0 for the last one
     * @param weekday 1 is Monday
     */
    record Weekday(int place, int weekday) implements DayExpression {
        private static final int WEEK = 7;
        static final Pattern PLACE = Pattern.compile("(?<which>1st|2nd|3rd|4th|5th|last)\\s+(?<weekday>[a-z0-9]+)");

        @Override
        public boolean fits(LocalDate day) {
            return day.getDayOfWeek().getValue() == weekday
                    && (place == 0
                            ? day.getDayOfMonth() + WEEK > day.lengthOfMonth()
                            : (day.getDayOfMonth() - 1) / WEEK + 1 == place);
        }
    }
}
