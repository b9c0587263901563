package io.drover.expressions.workflow;

/** The languages a workflow's expressions are written in. */
public enum Language {
    /** Between {@code <%} and {@code %>}. */
    YAQL("yaql", "YaqlEvaluationException"),
    /** Between double braces, and in block tags. */
    JINJA("jinja", "JinjaEvaluationException");

    private final String label;
    private final String failure;

    Language(String label, String failure) {
        this.label = label;
        this.failure = failure;
    }

    /** How findings name it. */
    public String label() {
        return label;
    }

    /** The kind of the failures of an evaluation. */
    String failure() {
        return failure;
    }
}
