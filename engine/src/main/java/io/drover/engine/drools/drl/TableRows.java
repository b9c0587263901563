package io.drover.engine.drools.drl;

import io.drover.model.pack.Checked;
import io.drover.model.pack.DecisionTables;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where an author finds a line of DRL: in the row of the decision table that it was made of, else where it stands. */
final class TableRows {
    private static final Pattern MARK = Pattern.compile(Pattern.quote(DecisionTables.ROW_MARK) + "[A-Z]+(\\d+)");

    private final String file;
    private final NavigableMap<Integer, Integer> rows = new TreeMap<>();

    private TableRows(String file) {
        this.file = file;
    }

    static TableRows of(ProgramFile program) {
        TableRows found = new TableRows(program.file());
        if (ProgramFile.isTable(program.path())) {
            int line = 0;
            for (String text : program.text().split("\n", -1)) {
                line++;
                Matcher mark = MARK.matcher(text);
                if (mark.find()) {
                    found.rows.put(line, Integer.valueOf(mark.group(1)));
                }
            }
        }
        return found;
    }

    /** {@return the text without what only tells the rows} */
    static String withoutMarks(String text) {
        return text.lines().filter(line -> !MARK.matcher(line).find()).collect(Collectors.joining("\n"));
    }

    /** {@return the row of a line; 0 where it stands above all rules of a table} */
    int place(int line) {
        if (rows.isEmpty()) {
            return line;
        }
        Map.Entry<Integer, Integer> row = rows.floorEntry(line);
        return row == null ? 0 : row.getValue();
    }

    <T> Checked<T> placed(Checked<T> checked) {
        return rows.isEmpty()
                ? checked
                : new Checked<>(
                        checked.valueOrNull(),
                        checked.problems().stream().map(this::placed).toList());
    }

    private Problem placed(Problem problem) {
        return problem.file().equals(file)
                ? new Problem(file, place(problem.line()), problem.column(), problem.severity(), problem.message())
                : problem;
    }
}
