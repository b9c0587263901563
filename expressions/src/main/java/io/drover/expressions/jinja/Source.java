package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import java.util.Arrays;

/** A text being parsed; turns offsets into lines and columns. */
final class Source {
    private final String text;
    private final int[] lineStarts;

    Source(String text) {
        this.text = text;
        int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
        lineStarts = new int[lines];
        int line = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            lineStarts[line++] = i + 1;
        }
    }

    String text() {
        return text;
    }

    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    ExpressionException syntaxError(String message, int offset) {
        return new ExpressionException("TemplateSyntaxError", message, line(offset), column(offset));
    }
}
