package io.drover.ruledsl.rulebook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words, values and signs of a condition, one after the other. */
final class ConditionTokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
                    + "|(?<word>[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*)"
                    + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                    + "|(?<sign><<|==|!=|<=|>=|[<>()\\[\\],.+*/=-]))",
            Pattern.DOTALL);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** What a token is. */
    enum Kind {
        NUMBER,
        WORD,
        TEXT,
        SIGN
    }

    /** One of them. */
    record Token(Kind kind, String text) {}

    ConditionTokens(String text) throws CannotTranslate {
        this.text = text;
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            token.region(end, text.length());
            if (!token.lookingAt()) {
                throw new CannotTranslate(
                        "the condition '" + text.strip() + "' cannot be read from character " + (end + 1) + " on");
            }
            tokens.add(token(token));
            end = token.end();
        }
    }

    private static Token token(Matcher token) {
        if (token.group("number") != null) {
            return new Token(Kind.NUMBER, token.group("number"));
        }
        if (token.group("word") != null) {
            return new Token(Kind.WORD, token.group("word"));
        }
        return token.group("text") != null
                ? new Token(Kind.TEXT, unquoted(token.group("text")))
                : new Token(Kind.SIGN, token.group("sign"));
    }

    /** Only a quote is escaped: other backslashes belong to regular expressions. */
    private static String unquoted(String quoted) {
        String quote = quoted.substring(0, 1);
        return quoted.substring(1, quoted.length() - 1).replace("\\" + quote, quote);
    }

    int place() {
        return at;
    }

    void back(int place) {
        at = place;
    }

    boolean isEnd() {
        return at == tokens.size();
    }

    @Nullable
    Token peek() {
        return at < tokens.size() ? tokens.get(at) : null;
    }

    /** Takes the next token where it is this sign or word. */
    boolean take(String expected) {
        Token token = peek();
        if (token != null
                && (token.kind() == Kind.SIGN || token.kind() == Kind.WORD)
                && token.text().equals(expected)) {
            at++;
            return true;
        }
        return false;
    }

    /** {@return the text of the next token where it is of a kind; else null, and it is not taken} */
    @Nullable
    String take(Kind kind) {
        Token token = peek();
        if (token == null || token.kind() != kind) {
            return null;
        }
        at++;
        return token.text();
    }

    void expect(String expected) throws CannotTranslate {
        if (!take(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    CannotTranslate unexpected(String wanted) {
        Token token = peek();
        return new CannotTranslate("the condition '" + text.strip() + "' has "
                + (token == null ? "its end" : "'" + token.text() + "'") + " where " + wanted + " was expected");
    }

    /** {@return the value of a number} */
    static Object number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.scale() == 0 && number.precision() < 19 ? (Object) number.longValueExact() : number;
    }
}
