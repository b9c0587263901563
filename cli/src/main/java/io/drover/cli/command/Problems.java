package io.drover.cli.command;

import io.drover.cli.json.Document;
import java.util.List;

/** What is wrong in the files of packs, as editors and terminals link it. */
final class Problems {
    private Problems() {}

    /** {@return one line for each problem: {@code file:line:column: message}} */
    static List<String> lines(List<Document> problems) {
        return problems.stream().map(Problems::line).toList();
    }

    private static String line(Document problem) {
        StringBuilder line = new StringBuilder(problem.text("file"));
        for (String part : List.of("line", "column")) {
            String number = problem.text(part);
            if (number.isEmpty() || number.equals("0")) {
                break;
            }
            line.append(':').append(number);
        }
        return line.append(": ")
                .append(isError(problem) ? "" : "warning: ")
                .append(problem.text("message"))
                .toString();
    }

    static boolean isError(Document problem) {
        return !problem.text("severity").equalsIgnoreCase("warning");
    }
}
