package io.drover.workflow.conduct;

import java.util.List;

/** Numbers of contexts as a short text, such as {@code 0-7,12}: in a loop each run of a task sees one more than the one before. */
final class Ranges {
    private Ranges() {}

    static String text(List<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < numbers.size()) {
            int first = numbers.get(i);
            int last = first;
            i++;
            while (i < numbers.size() && numbers.get(i) == last + 1) {
                last++;
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
        }
        return text.toString();
    }

    /** @param before series that this one may go on from; what it begins with is shared with it */
    static Series<Integer> read(String text, List<Series<Integer>> before) {
        Series<Integer> numbers = Series.of();
        Series<Integer> shared = Series.of();
        for (String range : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            for (int number = first; number <= last; number++) {
                numbers = numbers.plus(number);
            }
        }
        for (Series<Integer> one : before) {
            if (one.size() > shared.size() && numbers.startsWith(one)) {
                shared = one;
            }
        }
        return shared.plusAll(numbers.subList(shared.size(), numbers.size()));
    }
}
