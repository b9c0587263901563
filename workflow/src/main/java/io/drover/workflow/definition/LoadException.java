package io.drover.workflow.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that is no workflow at all, so that there is nothing to inspect. What is wrong inside a workflow is a finding instead. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String problem;
    private final String original;
    private final int line;
    private final int column;

    /**
     * A text that is no workflow.
     *
     * @param kind the name of the exception that StackStorm raises on the same text
     * @param line from 1; 0 where it is not known
     * @param column from 1; 0 where it is not known
     */
    public LoadException(String kind, String problem, int line, int column) {
        this(kind, problem, problem, line, column);
    }

    private LoadException(String kind, String problem, String original, int line, int column) {
        super(kind + ": " + problem);
        this.kind = kind;
        this.problem = problem;
        this.original = kind + ": " + original;
        this.line = line;
        this.column = column;
    }

    static LoadException value(String problem) {
        return new LoadException("ValueError", problem, 0, 0);
    }

    static LoadException noBlank(String action) {
        String problem = "The action \"" + action + "\" has parameters, but no blank before them.";
        return new LoadException("ValueError", problem, "substring not found", 0, 0);
    }

    static LoadException type(String problem) {
        return new LoadException("TypeError", problem, 0, 0);
    }

    /** {@return what StackStorm says of a value in the place of a mapping; it reads a text as YAML} */
    public static LoadException noSection(@Nullable Object value) {
        if (value instanceof List) {
            return new LoadException("AttributeError", "'list' object has no attribute 'get'", 0, 0);
        }
        if (!(value instanceof String text)) {
            return value("Failed to load workflow definition because a string or stream input is required.");
        }
        try {
            YamlDocument.read(text);
            return value("The spec is not type of json or yaml.");
        } catch (YamlProblem wrong) {
            return of(wrong);
        }
    }

    static LoadException of(YamlProblem wrong) {
        String failed = "Failed to load workflow definition because ";
        return new LoadException(
                "ValueError",
                failed + wrong.problem() + ".",
                failed + wrong.original() + ".",
                wrong.line(),
                wrong.column());
    }

    /** {@return the name of the exception that StackStorm raises on the same text} */
    public String kind() {
        return kind;
    }

    /** {@return what is wrong, without its kind} */
    public String problem() {
        return problem;
    }

    /** {@return what StackStorm says of the same text} */
    public String original() {
        return original;
    }

    /** {@return what is wrong, and where as far as that is known} */
    public String problemAndPlace() {
        return problem + (line == 0 ? "" : " (line " + line + ", column " + column + ")");
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
