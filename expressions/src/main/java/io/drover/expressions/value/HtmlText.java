package io.drover.expressions.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The text of a piece of HTML. */
public final class HtmlText {
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_NUMBER = 12;
    /** What the numbers from 0x80 to 0x9f stand for in HTML, where they stand for anything else than themselves. */
    private static final String WINDOWS =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
                    + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private HtmlText() {}

    /** The names of HTML 5 with what they stand for, read when the first is asked for. */
    private static final class Entities {
        private static final Map<String, String> BY_NAME = read();

        private static Map<String, String> read() {
            Map<String, String> entities = new HashMap<>();
            try (InputStream in = Objects.requireNonNull(HtmlText.class.getResourceAsStream("html-entities.txt"));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" ", -1);
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i < parts.length; i++) {
                        text.appendCodePoint(Integer.parseInt(parts[i], 16));
                    }
                    entities.put(parts[0], text.toString());
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            return entities;
        }
    }

    /** Without comments and tags, every run of white space one blank, entities replaced. */
    public static String withoutTags(String html, Meter meter) {
        StringBuilder text = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0) {
                break;
            }
            boolean comment = html.startsWith("<!--", open);
            int close = comment ? html.indexOf("-->", open) : html.indexOf('>', open);
            if (close < 0) {
                break;
            }
            text.append(html, at, open);
            at = close + (comment ? 3 : 1);
        }
        text.append(html, at, html.length());
        StringBuilder joined = new StringBuilder();
        for (Object word : TextMethods.split(text.toString(), null, -1, meter)) {
            joined.append(joined.isEmpty() ? "" : " ").append(PythonText.str(word, meter));
        }
        return unescaped(joined.toString(), meter);
    }

    /** Entities replaced, also those whose semicolon is missing, as browsers do. */
    static String unescaped(String text, Meter meter) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '&') {
                out.append(c);
            } else if (at < text.length() && text.charAt(at) == '#') {
                at = number(text, at, out);
            } else {
                at = named(text, at, out);
            }
        }
        return meter.made(out.toString());
    }

    private static int named(String text, int start, StringBuilder out) {
        int end = start;
        while (end < text.length() && end - start < LONGEST_NAME && "\t\n\f <&#;".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == ';') {
            end++;
        }
        for (int i = end; i > start + 1; i--) {
            String entity = Entities.BY_NAME.get(text.substring(start, i));
            if (entity != null) {
                out.append(entity);
                return i;
            }
        }
        out.append('&');
        return start;
    }

    private static int number(String text, int start, StringBuilder out) {
        int at = start + 1;
        boolean hexadecimal = at < text.length() && (text.charAt(at) == 'x' || text.charAt(at) == 'X');
        at += hexadecimal ? 1 : 0;
        int radix = hexadecimal ? 16 : 10;
        int end = at;
        while (end < text.length() && text.charAt(end) < 0x80 && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        if (end == at) {
            out.append('&');
            return start;
        }
        long code = end - at > LONGEST_NUMBER ? Long.MAX_VALUE : Long.parseLong(text.substring(at, end), radix);
        append(code, out);
        return end < text.length() && text.charAt(end) == ';' ? end + 1 : end;
    }

    private static void append(long code, StringBuilder out) {
        boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        if (code == 0 || surrogate || code > Character.MAX_CODE_POINT) {
            out.append('\ufffd');
        } else if (code >= 0x80 && code < 0xa0) {
            out.append(WINDOWS.charAt((int) code - 0x80));
        } else if (code == '\r' || !meansNothing((int) code)) {
            out.appendCodePoint((int) code);
        }
    }

    private static boolean meansNothing(int code) {
        boolean control = (code < 0x20 && "\t\n\f\r".indexOf(code) < 0) || code == 0x7f;
        boolean none = (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
        return control || none;
    }
}
