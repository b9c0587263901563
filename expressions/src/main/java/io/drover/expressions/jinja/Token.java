package io.drover.expressions.jinja;

/**
 * A piece of a template.
 *
 * @param text as written; the content for text literals and for data outside of tags
 * @param start where it starts in the source
 * @param end where it ends in the source
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        TEXT,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    String description() {
        return switch (kind) {
            case DATA -> "template data";
            case VARIABLE_BEGIN -> "begin of print statement";
            case VARIABLE_END -> "end of print statement";
            case BLOCK_BEGIN -> "begin of statement block";
            case BLOCK_END -> "end of statement block";
            case TEXT -> "string";
            case INTEGER -> "integer";
            case FLOAT -> "float";
            case END -> "end of template";
            default -> text;
        };
    }
}
