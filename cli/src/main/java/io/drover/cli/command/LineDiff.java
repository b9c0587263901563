package io.drover.cli.command;

import java.util.ArrayList;
import java.util.List;

/** How two texts differ, line by line, by their longest common subsequence. */
final class LineDiff {
    private LineDiff() {}

    /** {@return the lines of both: those of the first alone after {@code -}, those of the second alone after {@code +}} */
    static List<String> of(List<String> first, List<String> second) {
        int[][] common = common(first, second);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            if (i < first.size() && j < second.size() && first.get(i).equals(second.get(j))) {
                lines.add("  " + first.get(i));
                i++;
                j++;
            } else if (j == second.size() || (i < first.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + first.get(i));
                i++;
            } else {
                lines.add("+ " + second.get(j));
                j++;
            }
        }
        return lines;
    }

    /** {@return how many lines the ends of both texts have in common, from each line on} */
    private static int[][] common(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] = first.get(i).equals(second.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
