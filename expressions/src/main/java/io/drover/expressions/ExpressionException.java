package io.drover.expressions;

/** An expression or template that can't be parsed or evaluated. */
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_EXCERPT = 80;
    private static final int LONGEST_MESSAGE = 2000;
    private static final String BUDGET = "BudgetError";

    private final String kind;
    private final String message;
    private final int line;
    private final int column;
    private final String excerpt;
    private final String found;

    /** A failure whose place in the text is not known. */
    public ExpressionException(String kind, String message) {
        this(kind, message, 0, 0);
    }

    /**
     * A failure at a place of the text.
     *
     * @param kind name of the Python exception that the same text raises in Jinja2, or {@code BudgetError}
     * @param line counted from 1, 0 if not known
     * @param column counted from 1, 0 if not known
     */
    public ExpressionException(String kind, String message, int line, int column) {
        this(kind, bounded(message), line, column, "", "");
    }

    /** Messages may repeat values of any length. None is cut: whoever masks what is secret in messages finds only what is whole. */
    private static String bounded(String message) {
        return message.length() <= LONGEST_MESSAGE
                ? message
                : "the message, of " + message.length() + " characters, is too long to be shown";
    }

    private ExpressionException(String kind, String message, int line, int column, String excerpt, String found) {
        super(message, null, false, false);
        this.kind = kind;
        this.message = message;
        this.line = line;
        this.column = column;
        this.excerpt = excerpt;
        this.found = found;
    }

    /**
     * Name of the Python exception: {@code TemplateSyntaxError} and {@code TemplateAssertionError} (unknown filter or test) when a text is parsed; {@code UndefinedError}, {@code TypeError},
     * {@code ValueError}, {@code SecurityError} and others when it is evaluated; {@code BudgetError} if a limit was reached.
     */
    public String kind() {
        return kind;
    }

    /** A text or its data asked for more than the {@link Budget} of one evaluation. */
    public static ExpressionException overBudget(String message) {
        return new ExpressionException(BUDGET, message);
    }

    /** Whether a limit of the {@link Budget} was reached. */
    public boolean isOverBudget() {
        return kind.equals(BUDGET);
    }

    /** What went wrong, without the place. */
    public String message() {
        return message;
    }

    /** For people, a sentence about the values that it failed of, which the message, as the original words it, leaves out; empty if there is none. */
    public String found() {
        return found;
    }

    /** The same failure with a sentence about the values that it failed of. */
    public ExpressionException found(String sentence) {
        return new ExpressionException(kind, message, line, column, excerpt, sentence);
    }

    /** Line of the text, counted from 1; 0 if not known. */
    public int line() {
        return line;
    }

    /** Column in the line, counted from 1; 0 if not known. */
    public int column() {
        return column;
    }

    /** The same failure with a place, unless it has one already. */
    public ExpressionException at(int line, int column) {
        return this.line > 0 ? this : new ExpressionException(kind, message, line, column, excerpt, found);
    }

    /** The same failure with the line it is about, unless it has one already. */
    public ExpressionException in(String text) {
        if (line == 0 || !excerpt.isEmpty()) {
            return this;
        }
        String at = text.lines().skip(line - 1L).findFirst().orElse("").stripTrailing();
        return new ExpressionException(
                kind,
                message,
                line,
                column,
                at.length() > LONGEST_EXCERPT ? at.substring(0, LONGEST_EXCERPT) + "…" : at,
                found);
    }

    /** The kind, what went wrong, where, and what to do about it. */
    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder(kind).append(": ").append(message);
        if (line > 0) {
            text.append(" (line ").append(line).append(", column ").append(column);
            text.append(excerpt.isEmpty() ? "" : " of `" + excerpt + "`").append(')');
        }
        if (kind.equals("UndefinedError")) {
            text.append(". Check the name; where it may be missing, write `is defined` or `| default(...)`.");
        }
        return text.toString();
    }
}
