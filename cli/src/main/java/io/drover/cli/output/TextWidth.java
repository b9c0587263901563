package io.drover.cli.output;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal text takes, and where to break it. */
final class TextWidth {
    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** The wide and full-width ranges of Unicode's East Asian width that are in use. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
    }

    /** {@return the text with control characters made visible: what a source sent must not steer the terminal} */
    static String harmless(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        text.replace("\r\n", "\n").replace("\t", "    ").chars().forEach(c -> {
            if (Character.isISOControl(c) && c != '\n') {
                visible.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                visible.append((char) c);
            }
        });
        return visible.toString();
    }

    /**
     * {@return the lines of the text, none wider than the given width, broken at spaces if possible}
     *
     * @param breakable characters after which a line may be broken too
     */
    static List<String> wrap(String text, int width, String breakable) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            wrapLine(line, width, breakable, lines);
        }
        return lines;
    }

    private static void wrapLine(String line, int width, String breakable, List<String> lines) {
        String rest = line;
        while (of(rest) > width) {
            int end = breakOf(rest, fitting(rest, width), breakable);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.charAt(end) == ' ' ? rest.substring(end + 1) : rest.substring(end);
        }
        lines.add(rest);
    }

    /** Where to break a line of which so many characters fit; indentation is no place to break. */
    private static int breakOf(String line, int fitting, String breakable) {
        for (int i = fitting; i > 0 && !line.substring(0, i).isBlank(); i--) {
            if (line.charAt(i) == ' ' || breakable.indexOf(line.charAt(i - 1)) >= 0) {
                return i;
            }
        }
        return fitting;
    }

    /** {@return the width of the widest part that can be kept whole} */
    static int ofWidestPart(String text, String breakable) {
        int widest = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c);
            if (space || breakable.indexOf(c) >= 0) {
                widest = Math.max(widest, of(text.substring(start, space ? i : i + 1)));
                start = i + 1;
            }
        }
        return Math.max(widest, of(text.substring(start)));
    }

    /** The index of the first character that does not fit; at least one code point fits. */
    private static int fitting(String text, int width) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            used += of(codePoint);
            if (used > width && index > 0) {
                return index;
            }
            index += Character.charCount(codePoint);
        }
        return index;
    }
}
