package io.drover.expressions.yaql;

import org.jspecify.annotations.Nullable;

/**
 * A word of an expression.
 *
 * @param value a constant's value; the text of anything else, without the parenthesis of a call
 * @param position counted from 0
 */
record Token(Kind kind, @Nullable Object value, int position) {
    /** What a token is. */
    enum Kind {
        /** Text, number, {@code true}, {@code false} or {@code null}. */
        CONSTANT,
        /** A bare name, which is a text. */
        WORD,
        /** A variable, {@code $} included. */
        VARIABLE,
        /** A name with the parenthesis that follows it. */
        CALL,
        /** An operator or delimiter, by its text. */
        SYMBOL,
        /** Behind the last token. */
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && symbol.equals(value);
    }

    String text() {
        return String.valueOf(value);
    }
}
