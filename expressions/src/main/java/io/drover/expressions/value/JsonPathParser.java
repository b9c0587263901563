package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link JsonPath}. */
final class JsonPathParser {
    private static final int DEEPEST = 100;
    private static final int MOST_PARTS = 1000;

    private final String text;
    private int at;
    private int depth;
    private int parts;

    JsonPathParser(String text) {
        this.text = text;
    }

    Step parse() {
        skipBlanks();
        Step path = path(next('.') ? new JsonPath.Root() : null);
        skipBlanks();
        if (at < text.length()) {
            throw error("unexpected '" + text.charAt(at) + "'");
        }
        return path;
    }

    /** A bracket belongs to all that stands before it: {@code a|b[0]} is the first element of both. */
    private Step path(@Nullable Step start) {
        Step path = descendants(start);
        while (accept('[')) {
            path = descendants(counted(new JsonPath.Child(path, bracket())));
        }
        return path;
    }

    /** Two dots bind loosest otherwise: {@code a..b.c} looks for all {@code b.c}. */
    private Step descendants(@Nullable Step start) {
        Step path = children(start);
        while (acceptText("..")) {
            path = counted(new JsonPath.Descendants(path, children(null)));
        }
        return path;
    }

    private Step children(@Nullable Step start) {
        Step path = alternatives(start);
        skipBlanks();
        while (next('.') && !text.startsWith("..", at)) {
            at++;
            path = counted(new JsonPath.Child(path, alternatives(null)));
            skipBlanks();
        }
        return path;
    }

    private Step alternatives(@Nullable Step start) {
        Step path = conditioned(start);
        while (accept('|')) {
            path = counted(new JsonPath.Either(path, conditioned(null)));
        }
        return path;
    }

    private Step conditioned(@Nullable Step start) {
        Step path = start == null ? primary() : start;
        while (acceptWord("where")) {
            path = counted(new JsonPath.Where(path, primary()));
        }
        return path;
    }

    private Step primary() {
        if (accept('$')) {
            return new JsonPath.Root();
        }
        if (accept('[')) {
            return bracket();
        }
        if (accept('(')) {
            if (++depth > DEEPEST) {
                throw error("the path is nested deeper than " + DEEPEST);
            }
            Step inside = path(null);
            depth--;
            if (!accept(')')) {
                throw error("')' is missing");
            }
            return inside;
        }
        if (acceptText("`this`")) {
            return new JsonPath.This();
        }
        return acceptText("`parent`") ? new JsonPath.Parent() : fields();
    }

    private <T> T counted(T part) {
        if (++parts > MOST_PARTS) {
            throw error("the path has more than " + MOST_PARTS + " steps and names");
        }
        return part;
    }

    private Step fields() {
        if (accept('*')) {
            return new JsonPath.AllFields();
        }
        List<String> names = new ArrayList<>();
        do {
            names.add(counted(name()));
        } while (accept(','));
        return new JsonPath.Fields(List.copyOf(names));
    }

    private String name() {
        skipBlanks();
        if (next('\'') || next('"')) {
            return quoted(text.charAt(at));
        }
        int start = at;
        while (at < text.length() && isPartOfName(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw error("a name is missing");
        }
        return text.substring(start, at);
    }

    private String quoted(char quote) {
        StringBuilder name = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                return name.toString();
            }
            boolean escape = c == '\\' && i + 1 < text.length();
            name.append(escape ? text.charAt(++i) : c);
        }
        throw error("the quoted name has no end");
    }

    private static boolean isPartOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '@';
    }

    private Step bracket() {
        skipBlanks();
        Step step;
        if (accept('*')) {
            step = new JsonPath.Slice(null, null, null);
        } else if (next('\'') || next('"') || (at < text.length() && isStartOfName(text.charAt(at)))) {
            step = fields();
        } else {
            step = indexOrSlice();
        }
        if (!accept(']')) {
            throw error("']' is missing");
        }
        return step;
    }

    private static boolean isStartOfName(char c) {
        return Character.isLetter(c) || c == '_' || c == '@';
    }

    private Step indexOrSlice() {
        Long start = number();
        if (!accept(':')) {
            if (start == null) {
                throw error("a position is missing");
            }
            return new JsonPath.Index(start);
        }
        Long stop = number();
        Long step = accept(':') ? number() : null;
        return new JsonPath.Slice(start, stop, step);
    }

    private @Nullable Long number() {
        skipBlanks();
        int start = at;
        if (next('-')) {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            return null;
        }
        String digits = text.substring(start, at);
        if (digits.equals("-") || digits.length() > 10) {
            throw error("'" + digits + "' is no position");
        }
        return Long.valueOf(digits);
    }

    private boolean next(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean accept(char c) {
        skipBlanks();
        if (next(c)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean acceptText(String expected) {
        skipBlanks();
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    private boolean acceptWord(String word) {
        skipBlanks();
        int end = at + word.length();
        boolean whole = end >= text.length() || !isPartOfName(text.charAt(end));
        return whole && acceptText(word);
    }

    private void skipBlanks() {
        while (next(' ') || next('\t') || next('\n')) {
            at++;
        }
    }

    private ExpressionException error(String problem) {
        return new ExpressionException(
                "JsonPathError", "the path " + Quoted.repr(text) + " can't be read: " + problem + " at position " + at);
    }
}
