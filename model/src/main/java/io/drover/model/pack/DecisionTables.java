package io.drover.model.pack;

/**
 * Reads decision tables in Drools' format (cells {@code RuleSet} and {@code RuleTable}, columns {@code CONDITION} and {@code ACTION}).
 * An optional library, found as a {@link java.util.ServiceLoader service}.
 */
public interface DecisionTables {

    /**
     * {@return the DRL that a table stands for, or what is wrong with it, by row and column}
     *
     * <p>Above each rule stands a comment that begins with {@link #ROW_MARK} and the first cell of the rule's row, such as
     * {@code A8}.
     *
     * @param file as problems name it; by its end it is a workbook or comma-separated text in UTF-8
     * @param content the bytes of the file
     */
    Checked<String> drl(String file, byte[] content);

    /** How the comment begins that names a rule's row. */
    String ROW_MARK = "// rule values at ";
}
