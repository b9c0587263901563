package io.drover.workflow.definition;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text that is no workflow at all, so that there is nothing to inspect. What is wrong inside a workflow is a finding instead. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String problem;
    private final String original;
    private final String explanation;
    private final String path;
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
        this(kind, problem, problem, problem, "", line, column);
    }

    private LoadException(
            String kind, String problem, String original, String explanation, String path, int line, int column) {
        super(kind + ": " + problem);
        this.kind = kind;
        this.problem = problem;
        this.original = original;
        this.explanation = explanation;
        this.path = path;
        this.line = line;
        this.column = column;
    }

    /**
     * What StackStorm refuses with a ValueError.
     *
     * @param problem in StackStorm's words
     * @param explanation for people: what is there instead, and what to write
     */
    static LoadException value(String problem, String explanation) {
        return new LoadException("ValueError", problem, problem, explanation, "", 0, 0);
    }

    /** What StackStorm refuses with a TypeError; see {@link #value}. */
    static LoadException type(String problem, String explanation) {
        return new LoadException("TypeError", problem, problem, explanation, "", 0, 0);
    }

    static LoadException noBlank(String action) {
        String problem = "The action \"" + action + "\" has parameters, but no blank before them.";
        return new LoadException("ValueError", problem, "substring not found", problem, "", 0, 0);
    }

    /** {@return what StackStorm says of a value in the place of a mapping; it reads a text as YAML} */
    public static LoadException noSection(@Nullable Object value) {
        if (value instanceof List) {
            return new LoadException("AttributeError", "'list' object has no attribute 'get'", 0, 0);
        }
        if (!(value instanceof String text)) {
            return unexplained("Failed to load workflow definition because a string or stream input is required.");
        }
        try {
            YamlDocument.read(text);
            return unexplained("The spec is not type of json or yaml.");
        } catch (YamlProblem wrong) {
            return of(wrong);
        }
    }

    private static LoadException unexplained(String problem) {
        return value(problem, problem);
    }

    static LoadException of(YamlProblem wrong) {
        String failed = "Failed to load workflow definition because ";
        return new LoadException(
                "ValueError",
                failed + wrong.problem() + ".",
                failed + wrong.original() + ".",
                "it cannot be read as YAML: " + wrong.problem() + "." + wrong.advice(),
                "",
                wrong.line(),
                wrong.column());
    }

    /** {@return the same with another explanation for people} */
    LoadException explained(String other) {
        return new LoadException(kind, problem, original, other, path, line, column);
    }

    /** {@return the same about one part of the workflow, such as {@code tasks.a.next}} */
    LoadException in(String part) {
        return new LoadException(kind, problem, original, explanation, part, line, column);
    }

    /** {@return the same with the place of the part that it is about, where that is known} */
    LoadException placed(Places places) {
        Optional<Place> found = path.isEmpty() ? Optional.empty() : places.nearest(path);
        return new LoadException(
                kind,
                problem,
                original,
                explanation,
                path,
                found.map(Place::line).orElse(line),
                found.map(Place::column).orElse(column));
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
        return kind + ": " + original;
    }

    /** {@return for people what is wrong, what to write instead, and where as far as that is known} */
    public String problemAndPlace() {
        return explanation + (line == 0 ? "" : " (line " + line + ", column " + column + ")");
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
