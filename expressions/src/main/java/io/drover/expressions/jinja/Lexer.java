package io.drover.expressions.jinja;

import io.drover.expressions.jinja.Token.Kind;
import io.drover.expressions.value.TextLiteral;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens. Blanks before a block tag at the start of its line and the line end after one are dropped, as StackStorm has it set ({@code lstrip_blocks}, {@code trim_blocks}).
 */
final class Lexer {
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Set<String> LONG_OPERATORS = Set.of("//", "**", "==", "!=", ">=", "<=");
    private static final String OPERATORS = "+-/*%~[](){}><=.:|,;";

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean lineStarting = true;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    /** The tokens of a template; line ends are {@code \n} alone and one at the very end is dropped. */
    static List<Token> template(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.template();
        lexer.add(Kind.END, "", lexer.at);
        return lexer.tokens;
    }

    /** The tokens of one expression without braces. */
    static List<Token> expression(Source source) {
        Lexer lexer = new Lexer(source);
        Deque<Character> open = new ArrayDeque<>();
        lexer.skipBlanks();
        while (lexer.at < lexer.text.length()) {
            lexer.token(open);
            lexer.skipBlanks();
        }
        lexer.add(Kind.END, "", lexer.at);
        return lexer.tokens;
    }

    static String normalized(String text) {
        String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    }

    private void template() {
        while (at < text.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(text.substring(at));
                at = text.length();
                return;
            }
            int raw = text.charAt(tag + 1) == '%' ? rawContent(tag) : -1;
            data(stripped(text.substring(at, tag), signAt(tag + 2), text.charAt(tag + 1) != '{'));
            lineStarting = false;
            if (raw >= 0) {
                raw(tag, raw);
            } else {
                char type = text.charAt(tag + 1);
                at = tag + (signAt(tag + 2) == 0 ? 2 : 3);
                if (type == '#') {
                    comment(tag);
                } else {
                    inside(tag, type == '{');
                }
            }
        }
    }

    private int nextTag() {
        for (int i = text.indexOf('{', at); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            char next = text.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private char signAt(int index) {
        char c = index < text.length() ? text.charAt(index) : 0;
        return c == '-' || c == '+' ? c : 0;
    }

    private String stripped(String data, char sign, boolean block) {
        if (sign == '-') {
            return data.stripTrailing();
        }
        int lineStart = data.lastIndexOf('\n') + 1;
        boolean blanksOnly = block && sign != '+' && (lineStart > 0 || lineStarting);
        return blanksOnly && data.substring(lineStart).isBlank() ? data.substring(0, lineStart) : data;
    }

    private void data(String data) {
        if (!data.isEmpty()) {
            tokens.add(new Token(Kind.DATA, data, at, at + data.length()));
        }
    }

    /** Where the content of a raw block begins; -1 where the tag begins none. */
    private int rawContent(int tag) {
        Matcher raw = RAW_BEGIN.matcher(text);
        return raw.region(tag, text.length()).lookingAt() ? raw.end() : -1;
    }

    private void raw(int tag, int contentStart) {
        if (contentStart == text.length()) {
            at = contentStart; // as in Jinja2, where only what follows shows that the end is missing
            return;
        }
        Matcher end = RAW_END.matcher(text);
        if (!end.find(contentStart)) {
            throw source.syntaxError("Missing end of raw directive", tag);
        }
        at = contentStart;
        String sign = end.group(1);
        data(stripped(text.substring(contentStart, end.start()), sign.isEmpty() ? 0 : sign.charAt(0), true));
        at = end.end();
        lineStarting = text.charAt(at - 1) == '\n';
    }

    private void comment(int tag) {
        if (at == text.length()) {
            return;
        }
        int end = text.indexOf("#}", at);
        if (end < 0) {
            throw source.syntaxError("Missing end of comment tag", tag);
        }
        char sign = end > at ? text.charAt(end - 1) : 0;
        at = end + 2;
        afterTag(sign, true);
    }

    private void afterTag(char sign, boolean block) {
        if (sign == '-') {
            skipBlanks();
        } else if (block && sign != '+' && at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        lineStarting = text.charAt(at - 1) == '\n';
    }

    private void inside(int tag, boolean variable) {
        add(variable ? Kind.VARIABLE_BEGIN : Kind.BLOCK_BEGIN, text.substring(tag, at), tag);
        String close = variable ? "}}" : "%}";
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            skipBlanks();
            if (at >= text.length()) {
                return;
            }
            char sign = signAt(at);
            boolean signed = sign == '-' || (sign == '+' && !variable);
            int closeAt = at + (signed ? 1 : 0);
            if (open.isEmpty() && text.startsWith(close, closeAt)) {
                int start = at;
                at = closeAt + 2;
                add(variable ? Kind.VARIABLE_END : Kind.BLOCK_END, close, start);
                afterTag(signed ? sign : 0, !variable);
                return;
            }
            token(open);
        }
    }

    private void token(Deque<Character> open) {
        char c = text.charAt(at);
        int start = at;
        if (c == '\'' || c == '"') {
            literal(c);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
            while (at < text.length()
                    && (text.charAt(at) == '_' || Character.isUnicodeIdentifierPart(text.charAt(at)))) {
                at++;
            }
            add(Kind.NAME, text.substring(start, at), start);
        } else {
            operator(open);
        }
    }

    private void literal(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw source.syntaxError("the text that starts with " + quote + " has no end", at);
        }
        int start = at;
        at = end + 1;
        add(Kind.TEXT, TextLiteral.unescape(text.substring(start + 1, end)), start);
    }

    private void number() {
        int start = at;
        boolean afterDot = start > 0 && text.charAt(start - 1) == '.';
        if (text.charAt(at) == '0' && at + 1 < text.length() && "xXoObB".indexOf(text.charAt(at + 1)) >= 0) {
            int radix = switch (Character.toLowerCase(text.charAt(at + 1))) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            at += 2;
            digits(radix);
            add(Kind.INTEGER, text.substring(start, at), start);
            return;
        }
        digits(10);
        boolean decimal = false;
        if (!afterDot) {
            if (isDigit(at + 1) && text.charAt(at) == '.') {
                decimal = true;
                at++;
                digits(10);
            }
            int exponent = at + 1 + (signAt(at + 1) == 0 ? 0 : 1);
            if (at < text.length() && Character.toLowerCase(text.charAt(at)) == 'e' && isDigit(exponent)) {
                decimal = true;
                at = exponent;
                digits(10);
            }
        }
        add(decimal ? Kind.FLOAT : Kind.INTEGER, text.substring(start, at).toLowerCase(Locale.ROOT), start);
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void digits(int radix) {
        while (at < text.length()) {
            boolean separator = text.charAt(at) == '_'
                    && at + 1 < text.length()
                    && Character.digit(text.charAt(at + 1), radix) >= 0;
            if (Character.digit(text.charAt(at), radix) < 0 && !separator) {
                return;
            }
            at++;
        }
    }

    private void operator(Deque<Character> open) {
        char c = text.charAt(at);
        String two = text.substring(at, Math.min(at + 2, text.length()));
        if (LONG_OPERATORS.contains(two)) {
            at += 2;
            add(Kind.OPERATOR, two, at - 2);
            return;
        }
        if (OPERATORS.indexOf(c) < 0) {
            throw source.syntaxError("unexpected char '" + c + "'", at);
        }
        if (c == '(' || c == '[' || c == '{') {
            open.push(c == '(' ? ')' : c == '[' ? ']' : '}');
        } else if (c == ')' || c == ']' || c == '}') {
            if (open.isEmpty() || open.peek() != c) {
                String expected = open.isEmpty() ? "" : ", expected '" + open.peek() + "'";
                throw source.syntaxError("unexpected '" + c + "'" + expected, at);
            }
            open.pop();
        }
        at++;
        add(Kind.OPERATOR, String.valueOf(c), at - 1);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void add(Kind kind, String content, int start) {
        tokens.add(new Token(kind, content, start, at));
    }
}
