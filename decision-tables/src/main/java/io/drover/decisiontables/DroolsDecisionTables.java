package io.drover.decisiontables;

import io.drover.model.pack.Checked;
import io.drover.model.pack.DecisionTables;
import io.drover.model.pack.Problem;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.jspecify.annotations.Nullable;

/** Decision tables as Drools reads them; of a workbook it is the first sheet. */
public final class DroolsDecisionTables implements DecisionTables {
    private static final Pattern CELL = Pattern.compile("\\bcells?:? ([A-Z]{1,3})(\\d+)\\b");

    @Override
    public Checked<String> drl(String file, byte[] content) {
        InputType type = file.endsWith(".csv") ? InputType.CSV : InputType.XLS;
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // POI looks for its parts by the thread's loader
        Thread.currentThread().setContextClassLoader(DroolsDecisionTables.class.getClassLoader());
        try {
            return Checked.of(new SpreadsheetCompiler().compile(new ByteArrayInputStream(content), type));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Checked<>(null, List.of(problem(file, e)));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Problem problem(String file, Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        Matcher cell = CELL.matcher(message);
        boolean placed = cell.find();
        return Problem.error(
                file,
                placed ? Integer.parseInt(cell.group(2)) : 0,
                placed ? column(cell.group(1)) : 0,
                "This is no decision table: " + message.strip() + cause(failure.getCause())
                        + " It needs a cell 'RuleSet' with the pack beside it, and a cell 'RuleTable' above its columns.");
    }

    private static String cause(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    }

    /** {@return the number of a column, {@code A} is 1} */
    static int column(String letters) {
        return letters.chars().reduce(0, (number, letter) -> number * 26 + letter - 'A' + 1);
    }
}
