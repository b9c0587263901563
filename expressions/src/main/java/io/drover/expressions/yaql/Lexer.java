package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.TextLiteral;
import io.drover.expressions.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into tokens, one at a time, so that a mistake of grammar is told before one that stands further right. */
final class Lexer {
    private static final List<String> SYMBOLS = List.of(
            "->", "=>", "=~", "!~", ">=", "<=", "!=", "?.", "(", ")", "[", "]", "{", "}", ",", ".", "+", "-", "*", "/",
            ">", "<", "=");
    private static final Set<String> WORD_OPERATORS = Set.of("mod", "in", "not", "and", "or");
    private static final int MOST_DIGITS = 4300;

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Token.Kind.END, null, start);
        }
        int c = text.codePointAt(at);
        if (c == '$') {
            at = endOfWord(at + 1);
            return new Token(Token.Kind.VARIABLE, text.substring(start, at), start);
        }
        if (Character.isDigit(c)) {
            return number(start);
        }
        if (isNameStart(c)) {
            return name(start);
        }
        if (c == '\'' || c == '"' || c == '`') {
            return quoted(start, (char) c);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return new Token(Token.Kind.SYMBOL, symbol, start);
            }
        }
        throw illegal(start);
    }

    private Token name(int start) {
        int end = endOfWord(start);
        String name = text.substring(start, end);
        if (end < text.length() && text.charAt(end) == '(') {
            at = end + 1;
            return new Token(Token.Kind.CALL, name, start);
        }
        if (name.startsWith("__")) {
            throw illegal(start);
        }
        at = end;
        if (WORD_OPERATORS.contains(name)) {
            return new Token(Token.Kind.SYMBOL, name, start);
        }
        return switch (name) {
            case "true" -> new Token(Token.Kind.CONSTANT, true, start);
            case "false" -> new Token(Token.Kind.CONSTANT, false, start);
            case "null" -> new Token(Token.Kind.CONSTANT, null, start);
            default -> new Token(Token.Kind.WORD, name, start);
        };
    }

    private Token number(int start) {
        int whole = endOfDigits(start);
        int fraction = whole < text.length() && text.charAt(whole) == '.' ? endOfDigits(whole + 1) : whole;
        if (fraction > whole + 1 && endOfWord(fraction) == fraction) {
            at = fraction;
            return new Token(Token.Kind.CONSTANT, Double.valueOf(digits(start, fraction)), start);
        }
        if (endOfWord(whole) != whole) {
            throw illegal(start);
        }
        if (whole - start > MOST_DIGITS) {
            throw new ExpressionException(
                    "ValueError", "Exceeds the limit (" + MOST_DIGITS + " digits) for integer string conversion");
        }
        at = whole;
        return new Token(Token.Kind.CONSTANT, Value.integer(new BigInteger(digits(start, whole))), start);
    }

    /** The number in ASCII; digits of any script are allowed. */
    private String digits(int start, int end) {
        StringBuilder digits = new StringBuilder(end - start);
        text.substring(start, end)
                .codePoints()
                .forEach(c -> digits.append(c == '.' ? "." : String.valueOf(Character.digit(c, 10))));
        return digits.toString();
    }

    private Token quoted(int start, char quote) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            boolean escape = text.charAt(end) == '\\';
            if (escape && (end + 1 >= text.length() || text.charAt(end + 1) == '\n')) {
                throw illegal(start);
            }
            end += escape ? 2 : 1;
        }
        if (end >= text.length()) {
            throw illegal(start);
        }
        at = end + 1;
        String inside = text.substring(start + 1, end);
        @Nullable Object value = quote == '`' ? inside.replace("\\`", "`") : TextLiteral.unescape(inside);
        return new Token(Token.Kind.CONSTANT, value, start);
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean isNameStart(int c) {
        return c == '_' || Character.isLetter(c);
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private ExpressionException illegal(int position) {
        return new ExpressionException(
                "YaqlLexicalException",
                "Lexical error: illegal character '" + Character.toString(text.codePointAt(position)) + "' at position "
                        + position);
    }
}
