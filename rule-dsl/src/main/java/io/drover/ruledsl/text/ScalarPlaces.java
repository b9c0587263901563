package io.drover.ruledsl.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Where the characters of a YAML text stand in its file: behind quotes, escapes, indentation and folded lines. The file's
 * lines are cut into the runs of characters that the text has too; between two runs it may have white space only.
 */
final class ScalarPlaces {
    private static final String ESCAPED_AS_ITSELF = "\"\\/ ";
    private static final String ESCAPED_SPACE = "ntr";

    private static final Pattern PROPERTIES = Pattern.compile("(?:[!&]\\S*\\s+)+");

    private final String[] lines;
    private final ScalarNode node;
    private final List<Run> runs = new ArrayList<>();

    /**
     * Characters that stand side by side in the file and in the text.
     *
     * @param line counted from 0
     * @param start index in the line
     */
    private record Run(int line, int start, String text) {}

    private ScalarPlaces(String[] lines, ScalarNode node) {
        this.lines = lines;
        this.node = node;
    }

    /** {@return the place of a character of the scalar's text; null where it cannot be told exactly} */
    static @Nullable Place of(String[] lines, ScalarNode node, int offset) {
        ScalarPlaces places = new ScalarPlaces(lines, node);
        return places.cut() ? places.find(offset) : null;
    }

    private @Nullable Place find(int offset) {
        String text = node.getValue();
        Place found = null;
        int at = 0;
        for (Run run : runs) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at)) && !text.startsWith(run.text(), at)) {
                at++;
            }
            if (at > offset && found != null) {
                return found;
            }
            if (!text.startsWith(run.text(), at)) {
                return null;
            }
            int within = Math.max(0, Math.min(offset - at, run.text().length()));
            found = place(run.line(), run.start() + within);
            at += run.text().length();
        }
        return found;
    }

    private Place place(int line, int index) {
        return Place.at(line + 1, lines[line].codePointCount(0, index) + 1);
    }

    /** {@return whether the lines could be cut; some escapes stand for a character of their own} */
    private boolean cut() {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        if (end.getLine() >= lines.length) {
            return false;
        }
        ScalarStyle style = node.getScalarStyle();
        boolean isBlock = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        int quote = style == ScalarStyle.PLAIN ? 0 : 1;
        for (int line = start.getLine() + (isBlock ? 1 : 0); line <= end.getLine(); line++) {
            int from = !isBlock && line == start.getLine() ? begin(line, index(start)) + quote : 0;
            int to = line == end.getLine() ? index(end) - (isBlock ? 0 : quote) : lines[line].length();
            if (style == ScalarStyle.SINGLE_QUOTED) {
                cutAtQuotes(line, from, to);
            } else if (style != ScalarStyle.DOUBLE_QUOTED) {
                add(line, from, to);
            } else if (!cutAtEscapes(line, from, to)) {
                return false;
            }
        }
        return true;
    }

    /** A tag and an anchor may stand before the text. */
    private int begin(int line, int index) {
        Matcher before = PROPERTIES.matcher(lines[line]).region(index, lines[line].length());
        return before.lookingAt() ? before.end() : index;
    }

    private int index(Mark mark) {
        return lines[mark.getLine()].offsetByCodePoints(0, mark.getColumn());
    }

    private void cutAtQuotes(int line, int from, int to) {
        int begin = from;
        for (int at = lines[line].indexOf("''", from); at >= 0 && at < to; at = lines[line].indexOf("''", at + 2)) {
            add(line, begin, at + 1);
            begin = at + 2;
        }
        add(line, begin, to);
    }

    private boolean cutAtEscapes(int line, int from, int to) {
        int begin = from;
        for (int at = lines[line].indexOf('\\', from); at >= 0 && at < to; at = lines[line].indexOf('\\', at + 2)) {
            add(line, begin, at);
            char escaped = at + 1 < to ? lines[line].charAt(at + 1) : ' ';
            if (ESCAPED_AS_ITSELF.indexOf(escaped) >= 0) {
                begin = at + 1;
            } else if (ESCAPED_SPACE.indexOf(escaped) >= 0) {
                begin = at + 2;
            } else {
                return false;
            }
        }
        add(line, begin, to);
        return true;
    }

    private void add(int line, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(lines[line].charAt(begin))) {
            begin++;
        }
        while (end > begin && Character.isWhitespace(lines[line].charAt(end - 1))) {
            end--;
        }
        if (begin < end) {
            runs.add(new Run(line, begin, lines[line].substring(begin, end)));
        }
    }
}
