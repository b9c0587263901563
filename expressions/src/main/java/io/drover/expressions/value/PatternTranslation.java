package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.List;

/** Rewrites a Python regular expression for Java's engines. */
final class PatternTranslation {
    private static final String KNOWN_LETTERS = "AbBdDsSwWZafnrtvxuU0123456789";

    private final String python;
    private final StringBuilder out = new StringBuilder();
    private final List<String> groupNames = new ArrayList<>();
    private int at;
    private boolean lookAroundOrReference;
    private boolean unicodeMatters;
    private boolean dollar;

    private PatternTranslation(String python) {
        this.python = python;
    }

    /**
     * A translated pattern.
     *
     * @param groupNames names of the groups in the order of their numbers, empty where a group has none
     * @param backtracking whether it needs an engine that can go back
     * @param unicodeMatters whether the ASCII engine gives other results for texts beyond ASCII
     * @param dollar whether it holds a {@code $}, which also matches before a final line end
     */
    record Translated(
            String pattern, List<String> groupNames, boolean backtracking, boolean unicodeMatters, boolean dollar) {}

    static Translated translate(String python) {
        PatternTranslation translation = new PatternTranslation(python);
        while (translation.at < python.length()) {
            translation.next();
        }
        return new Translated(
                translation.out.toString(),
                translation.groupNames,
                translation.lookAroundOrReference,
                translation.unicodeMatters,
                translation.dollar);
    }

    private void next() {
        char c = python.charAt(at);
        switch (c) {
            case '\\' -> escape(false);
            case '[' -> characterClass();
            case '(' -> group();
            case '{' -> repetition();
            case '$' -> {
                dollar = true;
                copy(1);
            }
            case '+', '*', '?' -> quantifier();
            default -> copy(1);
        }
    }

    private void quantifier() {
        copy(1);
        if (at < python.length() && python.charAt(at) == '+') {
            lookAroundOrReference = true;
        }
    }

    private void repetition() {
        int close = python.indexOf('}', at);
        String inside = close < 0 ? "" : python.substring(at + 1, close);
        if (inside.startsWith(",") && isDigits(inside.substring(1))) {
            out.append("{0").append(inside).append('}');
            at = close + 1;
        } else if (isDigits(inside.replaceFirst(",", ""))) {
            if (at == 0 || ("(|".indexOf(python.charAt(at - 1)) >= 0 && !isEscaped(at - 1))) {
                throw error("nothing to repeat");
            }
            copy(inside.length() + 2);
        } else {
            out.append("\\{");
            at++;
        }
    }

    private boolean isEscaped(int index) {
        int before = index;
        while (before > 0 && python.charAt(before - 1) == '\\') {
            before--;
        }
        return (index - before) % 2 == 1;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void group() {
        if (python.startsWith("(?P<", at)) {
            int close = end('>');
            String name = python.substring(at + 4, close);
            groupNames.add(name);
            out.append("(");
            at = close + 1;
        } else if (python.startsWith("(?P=", at)) {
            int close = end(')');
            int number = groupNames.indexOf(python.substring(at + 4, close)) + 1;
            if (number == 0) {
                throw error("unknown group name " + Quoted.repr(python.substring(at + 4, close)));
            }
            out.append("(?:\\").append(number).append(')');
            lookAroundOrReference = true;
            at = close + 1;
        } else if (python.startsWith("(?#", at)) {
            at = end(')') + 1;
        } else if (python.startsWith("(?=", at) || python.startsWith("(?!", at) || python.startsWith("(?>", at)) {
            lookAroundOrReference = true;
            copy(3);
        } else if (python.startsWith("(?<", at)) {
            if (at + 3 >= python.length() || "=!".indexOf(python.charAt(at + 3)) < 0) {
                throw error("unknown extension ?<");
            }
            lookAroundOrReference = true;
            copy(4);
        } else if (python.startsWith("(?", at)) {
            flags();
        } else {
            groupNames.add("");
            copy(1);
        }
    }

    private void flags() {
        int i = at + 2;
        while (i < python.length() && (Character.isLetter(python.charAt(i)) || python.charAt(i) == '-')) {
            i++;
        }
        String flags = python.substring(at + 2, i);
        if (flags.chars().anyMatch(c -> "aiLmsux-".indexOf(c) < 0)) {
            throw error("unknown extension ?" + flags);
        }
        lookAroundOrReference |= flags.indexOf('x') >= 0;
        unicodeMatters |= flags.indexOf('i') >= 0;
        out.append("(?").append(flags.replace("a", "").replace("u", "").replace("L", ""));
        at = i;
    }

    private void characterClass() {
        out.append('[');
        at++;
        if (at < python.length() && python.charAt(at) == '^') {
            copy(1);
        }
        boolean first = true;
        while (true) {
            if (at >= python.length()) {
                throw error("unterminated character set");
            }
            char c = python.charAt(at);
            if (c == ']' && !first) {
                copy(1);
                return;
            }
            first = false;
            if (c == '\\') {
                escape(true);
            } else if (c == '[' || c == ']' || c == '&') {
                out.append('\\').append(c);
                at++;
            } else if (c == ' ' || c == '#') {
                out.append('\\').append(c);
                at++;
            } else {
                copy(1);
            }
        }
    }

    private void escape(boolean inClass) {
        if (at + 1 >= python.length()) {
            throw error("bad escape (end of pattern)");
        }
        char c = python.charAt(at + 1);
        boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
        if (letterOrDigit && KNOWN_LETTERS.indexOf(c) < 0) {
            throw error("bad escape \\" + c);
        }
        if (c == 'v') {
            out.append("\\x0B");
            at += 2;
        } else if (c == 'b' && inClass) {
            out.append("\\x08");
            at += 2;
        } else if (c == 'a') {
            out.append("\\x07");
            at += 2;
        } else if (c == 'Z') {
            out.append("\\z");
            at += 2;
        } else if (c == 'x') {
            hexadecimal(2);
        } else if (c == 'u') {
            hexadecimal(4);
        } else if (c == 'U') {
            hexadecimal(8);
        } else if (c >= '0' && c <= '9') {
            numbered(inClass);
        } else {
            unicodeMatters |= "wWdDsSbB".indexOf(c) >= 0;
            copy(2);
        }
    }

    private void numbered(boolean inClass) {
        int i = at + 1;
        while (i < python.length() && i < at + 4 && Character.digit(python.charAt(i), 10) >= 0) {
            i++;
        }
        String digits = python.substring(at + 1, i);
        boolean octal = digits.charAt(0) == '0' || inClass || digits.length() == 3;
        if (octal && digits.chars().allMatch(c -> c < '8')) {
            out.append(String.format(java.util.Locale.ROOT, "\\x%02x", Integer.parseInt(digits, 8) & 0xff));
        } else {
            String reference = digits.length() > 2 ? digits.substring(0, 2) : digits;
            if (Integer.parseInt(reference) > groupNames.size()) {
                throw error("invalid group reference " + reference);
            }
            lookAroundOrReference = true;
            out.append("(?:\\").append(reference).append(')');
            i = at + 1 + reference.length();
        }
        at = i;
    }

    private void hexadecimal(int digits) {
        int start = at + 2;
        if (start + digits > python.length()
                || python.substring(start, start + digits).chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
            throw error("incomplete escape \\" + python.charAt(at + 1));
        }
        out.append("\\x{").append(python, start, start + digits).append('}');
        at = start + digits;
    }

    private int end(char close) {
        int end = python.indexOf(close, at);
        if (end < 0) {
            throw error("missing " + close);
        }
        return end;
    }

    private void copy(int characters) {
        int end = Math.min(at + characters, python.length());
        out.append(python, at, end);
        at = end;
    }

    private ExpressionException error(String message) {
        return new ExpressionException(
                "error",
                "the regular expression " + Quoted.repr(python) + " is wrong: " + message + " at position " + at);
    }
}
