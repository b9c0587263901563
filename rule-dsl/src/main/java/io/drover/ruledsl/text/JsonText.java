package io.drover.ruledsl.text;

import io.drover.ruledsl.text.Located.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON with the place of each value. It is no part of YAML 1.1: tabs, {@code 1e5} and {@code \/} differ. */
final class JsonText {
    private static final int DEEPEST = 50;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private final Findings findings;
    private int at;
    private int seen;
    private int line = 1;
    private int lineStart;

    private JsonText(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
    }

    /** {@return the value of the text; null where it is broken, which is a problem then} */
    static @Nullable Located read(String text, Findings findings) {
        JsonText reading = new JsonText(text, findings);
        try {
            Located located = reading.value(0);
            reading.skipSpace();
            if (reading.at < text.length()) {
                throw reading.broken("the end of the file");
            }
            return located;
        } catch (Broken e) {
            findings.error(Positions.of(text, reading.at), "The JSON is broken: " + e.getMessage());
            return null;
        }
    }

    private Located value(int depth) throws Broken {
        skipSpace();
        if (depth > DEEPEST) {
            throw new Broken("values lie deeper than " + DEEPEST + " levels in each other.");
        }
        Place place = here();
        if (at >= text.length()) {
            throw broken("a value");
        }
        return switch (text.charAt(at)) {
            case '{' -> Located.of(members(depth), place);
            case '[' -> Located.of(elements(depth), place);
            case '"' -> quoted(place);
            case 't' -> Located.of(word("true", true), place);
            case 'f' -> Located.of(word("false", false), place);
            case 'n' -> Located.of(word("null", null), place);
            default -> Located.of(number(), place);
        };
    }

    private Map<String, Member> members(int depth) throws Broken {
        Map<String, Member> members = new LinkedHashMap<>();
        at++;
        if (found('}')) {
            return members;
        }
        do {
            skipSpace();
            Place place = here();
            String key = string();
            expect(':');
            if (members.put(key, new Member(place, value(depth + 1))) != null) {
                findings.warning(
                        place, "The key '" + key + "' stands here twice; the last one counts. Remove the other.");
            }
        } while (found(','));
        expect('}');
        return members;
    }

    private List<Located> elements(int depth) throws Broken {
        List<Located> elements = new ArrayList<>();
        at++;
        if (found(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (found(','));
        expect(']');
        return elements;
    }

    private Located quoted(Place place) throws Broken {
        int start = at + 1;
        return new Located(string(), place, null, null, offset -> Positions.of(text, indexOf(start, offset)));
    }

    /** {@return where a character of a text stands that starts at an index of the file} */
    private int indexOf(int start, int offset) {
        int index = start;
        for (int i = 0; i < offset; i++) {
            index += text.charAt(index) != '\\' ? 1 : text.charAt(index + 1) == 'u' ? 6 : 2;
        }
        return index;
    }

    private String string() throws Broken {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw broken("a text in double quotes");
        }
        StringBuilder result = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return result.toString();
            }
            if (c < ' ') {
                throw broken("no control character in a text");
            }
            result.append(c == '\\' ? escaped() : c);
        }
        throw broken("the closing quote of a text");
    }

    private char escaped() throws Broken {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw broken("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        };
    }

    private char unicode() throws Broken {
        int code = 0;
        for (int i = 1; i <= 4; i++) {
            int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
            if (digit < 0) {
                throw broken("four hexadecimal digits after \\u");
            }
            code = code * 16 + digit;
        }
        at += 4;
        return (char) code;
    }

    private @Nullable Object word(String word, @Nullable Object value) throws Broken {
        if (!text.startsWith(word, at)) {
            throw broken("a value");
        }
        at += word.length();
        return value;
    }

    private Object number() throws Broken {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw broken("a value");
        }
        String found = matcher.group();
        if (matcher.group(1) != null || matcher.group(2) != null) {
            double value = Double.parseDouble(found);
            if (!Double.isFinite(value)) {
                throw broken("a number of at most 1.8e308");
            }
            at = matcher.end();
            return value;
        }
        at = matcher.end();
        BigInteger whole = new BigInteger(found);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private boolean found(char wanted) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws Broken {
        if (!found(wanted)) {
            throw broken("'" + wanted + "'");
        }
    }

    /** Goes on from where it looked last, so that a file is looked through once. */
    private Place here() {
        for (; seen < at; seen++) {
            if (text.charAt(seen) == '\n') {
                line++;
                lineStart = seen + 1;
            }
        }
        return Place.at(line, at - lineStart + 1);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Broken broken(String expected) {
        return new Broken("expected " + expected + ", but found "
                + (at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the file") + ".");
    }

    /** The text is no JSON. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }
}
