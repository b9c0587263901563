package io.drover.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of text that fits the width of a terminal by wrapping cells, the widest columns first. Some cells are never
 * wrapped, even where the table gets wider than the terminal: people copy ids and names by mouse.
 */
final class Table {
    private static final int LEAST_COLUMN = 8;
    private static final int BORDERS_OF_A_COLUMN = 3;
    private static final String BREAKABLE = "-";
    private static final String BREAKABLE_IN_HEADINGS = "-_.";

    private final List<String> headings;
    private final List<List<String>> rows;
    private final Whole whole;

    /** Which cells are never wrapped. */
    @FunctionalInterface
    interface Whole {
        boolean holds(int row, int column);
    }

    Table(List<String> headings, List<List<String>> rows, Whole whole) {
        this.headings = headings;
        this.rows = rows;
        this.whole = whole;
    }

    String fitting(int width) {
        int[] widths = IntStream.range(0, headings.size()).map(this::natural).toArray();
        shrink(widths, width - 1 - BORDERS_OF_A_COLUMN * widths.length);
        StringBuilder text = new StringBuilder();
        border(text, widths);
        row(text, headings, widths, BREAKABLE_IN_HEADINGS);
        border(text, widths);
        rows.forEach(row -> row(text, row, widths, BREAKABLE));
        if (!rows.isEmpty()) {
            border(text, widths);
        }
        return text.toString();
    }

    private int natural(int column) {
        int widest = TextWidth.of(headings.get(column));
        for (List<String> row : rows) {
            for (String line : row.get(column).split("\n", -1)) {
                widest = Math.max(widest, TextWidth.of(line));
            }
        }
        return widest;
    }

    /** Words are broken only if that makes the table fit, and nothing else does. */
    private void shrink(int[] widths, int available) {
        int[] least = IntStream.range(0, headings.size()).map(this::least).toArray();
        shrink(widths, available, column -> Math.max(least[column], widestPart(column)));
        if (IntStream.of(least).sum() <= available) {
            shrink(widths, available, column -> least[column]);
        }
    }

    private int least(int column) {
        int least = LEAST_COLUMN;
        for (int row = 0; row < rows.size(); row++) {
            if (whole.holds(row, column)) {
                least = Math.max(least, TextWidth.of(rows.get(row).get(column)));
            }
        }
        return least;
    }

    private int widestPart(int column) {
        int widest = TextWidth.ofWidestPart(headings.get(column), BREAKABLE_IN_HEADINGS);
        for (List<String> row : rows) {
            widest = Math.max(widest, TextWidth.ofWidestPart(row.get(column), BREAKABLE));
        }
        return widest;
    }

    private static void shrink(int[] widths, int available, IntUnaryOperator least) {
        int excess = IntStream.of(widths).sum() - available;
        for (; excess > 0; excess--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean wider = widest < 0 || widths[i] > widths[widest];
                if (wider && widths[i] > least.applyAsInt(i)) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static void border(StringBuilder text, int[] widths) {
        for (int width : widths) {
            text.append('+').append("-".repeat(width + 2));
        }
        text.append("+\n");
    }

    private static void row(StringBuilder text, List<String> cells, int[] widths, String breakable) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            List<String> lines = TextWidth.wrap(cells.get(i), widths[i], breakable);
            wrapped.add(lines);
            height = Math.max(height, lines.size());
        }
        for (int line = 0; line < height; line++) {
            for (int i = 0; i < widths.length; i++) {
                List<String> lines = wrapped.get(i);
                String part = line < lines.size() ? lines.get(line) : "";
                text.append("| ").append(part).append(" ".repeat(Math.max(0, widths[i] - TextWidth.of(part)) + 1));
            }
            text.append("|\n");
        }
    }
}
