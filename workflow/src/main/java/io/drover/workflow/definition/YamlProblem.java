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
