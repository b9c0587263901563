package io.drover.expressions.workflow;

import io.drover.expressions.value.TextCache;
import java.util.ArrayList;
import java.util.List;

/** Finds the delimited parts of a text, as a non-greedy pattern does that does not go over a line's end, and keeps what it found in the texts used last. */
final class Blocks {
    private static final int KEPT_TEXTS = 2048;

    private final String open;
    private final String close;
    private final TextCache<List<Block>> texts = new TextCache<>(KEPT_TEXTS);

    Blocks(String open, String close) {
        this.open = open;
        this.close = close;
    }

    /**
     * An expression in a text.
     *
     * @param written with its delimiters
     * @param expression without them
     */
    record Block(String written, String expression) {}

    /** The expressions of a text. */
    List<Block> in(String text) {
        return text.contains(open) ? texts.get(text, this::found) : List.of();
    }

    private List<Block> found(String text) {
        return in(text, open, close).stream()
                .map(written -> new Block(written, stripped(written, open + close)))
                .toList();
    }

    /** Every part from an opening to the next closing delimiter in the same line, delimiters included. Takes time that grows with the text alone. */
    static List<String> in(String text, String open, String close) {
        List<String> blocks = new ArrayList<>();
        int closeAt = -1;
        int lineEnd = -1;
        int at = text.indexOf(open);
        while (at >= 0) {
            int inside = at + open.length();
            closeAt = closeAt >= inside ? closeAt : next(text, close, inside);
            lineEnd = lineEnd >= inside ? lineEnd : next(text, "\n", inside);
            if (closeAt == Integer.MAX_VALUE) {
                break;
            }
            boolean inOneLine = closeAt < lineEnd;
            if (inOneLine) {
                blocks.add(text.substring(at, closeAt + close.length()));
            }
            at = text.indexOf(open, inOneLine ? closeAt + close.length() : at + 1);
        }
        return blocks;
    }

    private static int next(String text, String part, int from) {
        int at = text.indexOf(part, from);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    /** The text without any of these characters, then without blanks, at both ends; the original takes its delimiters off like this. */
    static String stripped(String text, String characters) {
        int start = 0;
        int end = text.length();
        while (start < end && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end).strip();
    }
}
