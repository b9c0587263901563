package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.TextMethods;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a given width; line ends of the text stay. */
final class WordWrap {
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
        if (width <= 0) {
            throw new ExpressionException("ValueError", "invalid width " + width + " (must be > 0)");
        }
        WordWrap wrap = new WordWrap((int) Math.min(width, Integer.MAX_VALUE), breakLongWords, breakOnHyphens, meter);
        List<String> lines = new ArrayList<>();
        for (Object line : TextMethods.splitLines(text, false, meter)) {
            wrap.line(String.valueOf(line), lines);
        }
        return meter.made(String.join(lineEnd, lines));
    }

    private void line(String text, List<String> lines) {
        List<String> chunks = chunks(text);
        int before = lines.size();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < chunks.size(); i++) {
            String chunk = chunks.get(i);
            meter.step();
            if (line.length() + chunk.length() <= width) {
                line.append(chunk);
                continue;
            }
            if (chunk.length() > width && breakLongWords) {
                int room = Math.max(1, width - line.length());
                int cut = line.length() >= width ? 0 : Math.min(room, chunk.length());
                line.append(chunk, 0, cut);
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                chunks.set(i, chunk.substring(cut));
                i--;
                continue;
            }
            if (line.length() > 0) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            if (!chunk.isBlank()) {
                line.append(chunk);
            }
        }
        if (line.length() > 0 || lines.size() == before) {
            lines.add(line.toString());
        }
    }

    private List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean end = i == text.length();
            boolean turn = !end && TextMethods.isBlank(text.charAt(i)) != TextMethods.isBlank(text.charAt(i - 1));
            boolean hyphen = !end
                    && breakOnHyphens
                    && text.charAt(i - 1) == '-'
                    && Character.isLetter(text.charAt(i))
                    && i > 1
                    && Character.isLetter(text.charAt(i - 2));
            if (end || turn || hyphen) {
                chunks.add(text.substring(from, i));
                from = i;
            }
        }
        return chunks;
    }
}
