package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value written as Python source: numbers, texts, booleans, {@code None}, lists, tuples, mappings and sets of such; nothing that is computed. This is how StackStorm turns the text of a rendered
 * parameter into an array, object or boolean when it is no JSON.
 */
public final class PythonLiteral {
    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /**
     * The value the text stands for.
     *
     * @throws ExpressionException of kind ValueError or SyntaxError if it is no literal
     */
    public static @Nullable Object parse(String text) {
        PythonLiteral literal = new PythonLiteral(text);
        literal.skipBlanks();
        Object value = literal.value();
        literal.skipBlanks();
        if (literal.at < text.length()) {
            if (literal.peek() != ',') {
                throw literal.error();
            }
            List<@Nullable Object> elements = new ArrayList<>();
            elements.add(value);
            while (literal.accept(',')) {
                if (literal.at < text.length()) {
                    elements.add(literal.value());
                }
            }
            if (literal.at < text.length()) {
                throw literal.error();
            }
            return Tuple.copyOf(elements);
        }
        return value;
    }

    private @Nullable Object value() {
        skipBlanks();
        if (at >= text.length()) {
            throw error();
        }
        if (++depth > DEEPEST) {
            throw new ExpressionException("RecursionError", "the literal is nested deeper than " + DEEPEST);
        }
        char c = peek();
        Object value;
        if (c == '[') {
            at++;
            value = new PythonList(elements(']'));
        } else if (c == '(') {
            value = tuple();
        } else if (c == '{') {
            value = mappingOrSet();
        } else if (c == '\'' || c == '"' || isTextPrefix(c)) {
            value = texts();
        } else if (Character.isLetter(c)) {
            value = word();
        } else {
            value = number();
        }
        depth--;
        return value;
    }

    private boolean isTextPrefix(char c) {
        boolean quoteFollows = at + 1 < text.length() && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"');
        return quoteFollows && "uUrR".indexOf(c) >= 0;
    }

    private List<@Nullable Object> elements(char close) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (!accept(close)) {
            elements.add(value());
            if (!accept(',')) {
                expect(close);
                break;
            }
        }
        return elements;
    }

    private @Nullable Object tuple() {
        int open = at;
        at++;
        List<@Nullable Object> elements = elements(')');
        boolean parenthesesOnly = elements.size() == 1 && lastBefore(at - 1) != ',' && open >= 0;
        return parenthesesOnly ? elements.get(0) : Tuple.copyOf(elements);
    }

    private char lastBefore(int position) {
        int i = position - 1;
        while (i > 0 && Character.isWhitespace(text.charAt(i))) {
            i--;
        }
        return text.charAt(i);
    }

    private Object mappingOrSet() {
        at++;
        PythonDict mapping = new PythonDict();
        Set<@Nullable Object> set = new LinkedHashSet<>();
        boolean isSet = false;
        while (!accept('}')) {
            Object key = value();
            if (!isSet && accept(':')) {
                mapping.put(key, value());
            } else if (mapping.isEmpty()) {
                isSet = true;
                set.add(key);
            } else {
                throw error();
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        return isSet ? set : mapping;
    }

    private String texts() {
        StringBuilder all = new StringBuilder();
        do {
            all.append(oneText());
            skipBlanks();
        } while (at < text.length() && (peek() == '\'' || peek() == '"' || isTextPrefix(peek())));
        return all.toString();
    }

    private String oneText() {
        boolean raw = peek() == 'r' || peek() == 'R';
        if (isTextPrefix(peek())) {
            at++;
        }
        char quote = peek();
        String fence = text.startsWith(String.valueOf(quote).repeat(3), at)
                ? String.valueOf(quote).repeat(3)
                : String.valueOf(quote);
        int start = at + fence.length();
        int end = start;
        while (end < text.length() && !text.startsWith(fence, end)) {
            if (text.charAt(end) == '\n' && fence.length() == 1) {
                throw error();
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw error();
        }
        at = end + fence.length();
        String inside = text.substring(start, end);
        return raw ? inside : TextLiteral.unescape(inside);
    }

    private @Nullable Object word() {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(peek())) {
            at++;
        }
        return switch (text.substring(start, at)) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "set" -> {
                expect('(');
                expect(')');
                yield new LinkedHashSet<>();
            }
            default -> throw error();
        };
    }

    private Object number() {
        int start = at;
        while (at < text.length() && (peek() == '-' || peek() == '+' || peek() == ' ')) {
            at++;
        }
        String signs = text.substring(start, at).replace(" ", "").replace("+", "");
        start = at;
        while (at < text.length() && isPartOfNumber()) {
            at++;
        }
        String digits = text.substring(start, at);
        Object number = PythonFloat.parseInteger(digits, 0);
        if (number == null && !digits.isEmpty() && (Character.isDigit(digits.charAt(0)) || digits.charAt(0) == '.')) {
            boolean decimal = digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0;
            number = decimal ? PythonFloat.parse(digits) : null;
        }
        if (number == null) {
            throw error();
        }
        return signs.length() % 2 == 0 ? number : Arithmetic.negate(number);
    }

    private boolean isPartOfNumber() {
        char c = peek();
        boolean exponentSign = (c == '-' || c == '+') && at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'e';
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || exponentSign;
    }

    private char peek() {
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    private boolean accept(char c) {
        skipBlanks();
        if (at < text.length() && peek() == c) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw error();
        }
    }

    private ExpressionException error() {
        return new ExpressionException(
                "ValueError", "malformed Python literal " + Quoted.repr(text) + " at position " + at);
    }
}
