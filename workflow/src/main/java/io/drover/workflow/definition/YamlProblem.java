package io.drover.workflow.definition;

/** Why a text is no YAML that is read here. */
public final class YamlProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String original;
    private final int line;
    private final int column;

    /** @param original what PyYAML says of the same text */
    YamlProblem(String problem, String original, int line, int column) {
        super(problem);
        this.problem = problem;
        this.original = original;
        this.line = line;
        this.column = column;
    }

    /** {@return what is wrong, without a full stop} */
    public String problem() {
        return problem;
    }

    /** {@return what to do about it where that is plain, with a space before it; else nothing} */
    public String advice() {
        if (problem.contains("\\t(TAB)")) {
            return " Indent by blanks.";
        }
        if (problem.contains("<stream end>") || problem.contains("end of stream")) {
            return " Close what was opened there.";
        }
        if (problem.contains("while parsing a flow") || problem.contains("mapping values are not allowed")) {
            return " Texts that hold brackets, commas or colons, as expressions may, stand in quotes.";
        }
        return problem.startsWith("found duplicate key") ? " Remove one of the two, or rename it." : "";
    }

    /** {@return what PyYAML says of the same text, without a full stop} */
    String original() {
        return original;
    }

    /** {@return the line, from 1; 0 where it is not known} */
    public int line() {
        return line;
    }

    /** {@return the column, from 1; 0 where it is not known} */
    public int column() {
        return column;
    }
}
