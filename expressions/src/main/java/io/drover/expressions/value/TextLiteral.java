package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;

/** The inside of a Python text literal: replaces its backslash sequences. */
public final class TextLiteral {
    private TextLiteral() {}

    /** The text that the part between the quotes stands for; an unknown sequence stays as it is. */
    public static String unescape(String inside) {
        int next = inside.indexOf('\\');
        if (next < 0) {
            return inside;
        }
        StringBuilder out = new StringBuilder(inside.length());
        int i = 0;
        while (i < inside.length()) {
            char c = inside.charAt(i);
            if (c != '\\' || i + 1 == inside.length()) {
                out.append(c);
                i++;
            } else {
                i = sequence(inside, i + 1, out);
            }
        }
        return out.toString();
    }

    private static int sequence(String inside, int at, StringBuilder out) {
        char c = inside.charAt(at);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000b');
            case 'x' -> {
                return number(inside, at, 2, out);
            }
            case 'u' -> {
                return number(inside, at, 4, out);
            }
            case 'U' -> {
                return number(inside, at, 8, out);
            }
            case 'N' -> {
                return named(inside, at, out);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(inside, at, out);
            }
            default -> out.append('\\').append(c);
        }
        return at + 1;
    }

    private static int octal(String inside, int at, StringBuilder out) {
        int end = at;
        int code = 0;
        while (end < inside.length() && end < at + 3 && Character.digit(inside.charAt(end), 8) >= 0) {
            code = code * 8 + Character.digit(inside.charAt(end), 8);
            end++;
        }
        out.append((char) code);
        return end;
    }

    private static int named(String inside, int at, StringBuilder out) {
        int close = inside.startsWith("{", at + 1) ? inside.indexOf('}', at) : -1;
        if (close < 0) {
            out.append("\\N");
            return at + 1;
        }
        String name = inside.substring(at + 2, close);
        try {
            out.appendCodePoint(Character.codePointOf(name));
        } catch (IllegalArgumentException unknown) {
            throw new ExpressionException("UnicodeDecodeError", "unknown Unicode character name: " + name);
        }
        return close + 1;
    }

    private static int number(String inside, int at, int digits, StringBuilder out) {
        int end = at + 1 + digits;
        long code = -1;
        if (end <= inside.length()) {
            code = 0;
            for (int i = at + 1; i < end; i++) {
                int digit = Character.digit(inside.charAt(i), 16);
                code = digit < 0 || code < 0 ? -1 : code * 16 + digit;
            }
        }
        if (code < 0 || code > Character.MAX_CODE_POINT) {
            out.append('\\').append(inside.charAt(at));
            return at + 1;
        }
        out.appendCodePoint((int) code);
        return end;
    }
}
