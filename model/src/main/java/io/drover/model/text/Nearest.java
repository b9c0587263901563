package io.drover.model.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that an unknown one was probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /**
     * {@return the nearest of the known names, if one is near}
     *
     * <p>A mistake for every three letters is near, and one in a shorter name: a letter too much, too little or another
     * one, or two neighbours that changed places. Upper and lower case are alike. Of equally near ones the first in
     * alphabetical order is taken.
     */
    public static Optional<String> of(String name, Collection<String> known) {
        String written = name.toLowerCase(Locale.ROOT);
        int least = Math.min(Math.max(1, written.length() / 3), written.length() - 1) + 1;
        String nearest = null;
        for (String each : known) {
            int mistakes = mistakes(written, each.toLowerCase(Locale.ROOT));
            if (mistakes < least || (mistakes == least && nearest != null && each.compareTo(nearest) < 0)) {
                least = mistakes;
                nearest = each;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** {@return a question that offers the nearest name, with a space before it; empty where none is near} */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** The distance of Damerau and Levenshtein, where no letter changes twice. */
    private static int mistakes(String written, String meant) {
        int[][] rows = new int[written.length() + 1][meant.length() + 1];
        for (int i = 0; i <= written.length(); i++) {
            for (int j = 0; j <= meant.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int other = written.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(rows[i - 1][j - 1] + other, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (isSwap(written, i, meant, j)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[written.length()][meant.length()];
    }

    private static boolean isSwap(String written, int i, String meant, int j) {
        return i > 1
                && j > 1
                && written.charAt(i - 1) == meant.charAt(j - 2)
                && written.charAt(i - 2) == meant.charAt(j - 1);
    }
}
