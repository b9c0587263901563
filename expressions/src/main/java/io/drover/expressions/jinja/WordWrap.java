package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.TextMethods;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks text into lines of a given width as Python's {@code textwrap} does; line ends of the text stay. */
final class WordWrap {
    private static final String BLANK = "[\\t\\n\\x0b\\x0c\\r ]";
    private static final String SOLID = "[^\\t\\n\\x0b\\x0c\\r ]";
    private static final String LETTER = "[^\\d\\W]";
    private static final String PUNCTUATED = "[\\w!\"'&.,?]";

    /** White space; a dash between words; a word up to its end, a hyphen within it, or a dash. */
    private static final Pattern CHUNK = Pattern.compile(
            BLANK + "+|(?<=" + PUNCTUATED + ")-{2,}(?=\\w)|" + SOLID + "+?(?:-(?:(?<=" + LETTER + "{2}-)|(?<=" + LETTER
                    + "-" + LETTER + "-))(?=" + LETTER + "-?" + LETTER + ")|(?=" + BLANK + "|\\z)|(?<=" + PUNCTUATED
                    + ")(?=-{2,}\\w))",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern WORD = Pattern.compile(BLANK + "+|" + SOLID + "+");

    private final int width;
    private final boolean breakLongWords;
    private final boolean breakOnHyphens;
    private final Meter meter;

    private WordWrap(int width, boolean breakLongWords, boolean breakOnHyphens, Meter meter) {
        this.width = width;
        this.breakLongWords = breakLongWords;
        this.breakOnHyphens = breakOnHyphens;
        this.meter = meter;
    }

    static String wrap(
            String text, long width, boolean breakLongWords, String lineEnd, boolean breakOnHyphens, Meter meter) {
        WordWrap wrap = new WordWrap(
                (int) Math.max(Integer.MIN_VALUE, Math.min(width, Integer.MAX_VALUE)),
                breakLongWords,
                breakOnHyphens,
                meter);
        List<String> lines = new ArrayList<>();
        for (Object line : TextMethods.splitLines(text, false, meter)) {
            lines.add(String.join(lineEnd, wrap.lines(String.valueOf(line))));
        }
        return meter.made(String.join(lineEnd, lines));
    }

    private List<String> lines(String text) {
        if (width <= 0) {
            throw new ExpressionException("ValueError", "invalid width " + width + " (must be > 0)");
        }
        Deque<String> chunks = chunks(text);
        List<String> lines = new ArrayList<>();
        while (!chunks.isEmpty()) {
            if (!lines.isEmpty() && isBlank(chunks.getFirst())) {
                chunks.removeFirst();
            }
            List<String> line = line(chunks);
            if (!line.isEmpty() && isBlank(line.get(line.size() - 1))) {
                line.remove(line.size() - 1);
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    private List<String> line(Deque<String> chunks) {
        List<String> line = new ArrayList<>();
        int length = 0;
        while (!chunks.isEmpty() && length + length(chunks.getFirst()) <= width) {
            meter.step();
            length += length(chunks.getFirst());
            line.add(chunks.removeFirst());
        }
        if (!chunks.isEmpty() && length(chunks.getFirst()) > width) {
            meter.step();
            if (breakLongWords) {
                String chunk = chunks.removeFirst();
                int end = chunk.offsetByCodePoints(0, width - length);
                int hyphen = end == 0 ? -1 : chunk.lastIndexOf('-', end - 1);
                if (breakOnHyphens && hyphen > 0 && !chunk.substring(0, hyphen).matches("-*")) {
                    end = hyphen + 1;
                }
                line.add(chunk.substring(0, end));
                chunks.addFirst(chunk.substring(end));
            } else if (line.isEmpty()) {
                line.add(chunks.removeFirst());
            }
        }
        return line;
    }

    private Deque<String> chunks(String text) {
        Deque<String> chunks = new ArrayDeque<>();
        Matcher matcher = (breakOnHyphens ? CHUNK : WORD).matcher(text);
        while (matcher.find()) {
            meter.step();
            chunks.add(matcher.group());
        }
        return chunks;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(TextMethods::isBlank);
    }
}
