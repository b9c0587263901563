package io.drover.expressions.jinja;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.TextMethods;
import java.util.Map;

/** The text of a piece of HTML. */
final class HtmlText {
    private static final int LONGEST_ENTITY = 12;
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

    private HtmlText() {}

    /** Without comments and tags, every run of white space one blank, entities replaced. */
    static String withoutTags(String html, Meter meter) {
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
        return meter.made(unescaped(joined.toString()));
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '&' ? endOfEntity(text, at) : -1;
            String replacement = end > at ? entity(text.substring(at + 1, end)) : "";
            if (replacement.isEmpty()) {
                out.append(text.charAt(at++));
            } else {
                out.append(replacement);
                at = end + 1;
            }
        }
        return out.toString();
    }

    private static int endOfEntity(String text, int start) {
        int end = text.substring(start, Math.min(text.length(), start + LONGEST_ENTITY))
                .indexOf(';');
        return end < 0 ? -1 : start + end;
    }

    private static String entity(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.getOrDefault(name, "");
        }
        boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
        String digits = name.substring(hexadecimal ? 2 : 1);
        int radix = hexadecimal ? 16 : 10;
        boolean number = !digits.isEmpty()
                && digits.length() < 7
                && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0);
        if (!number) {
            return "";
        }
        int code = Integer.parseInt(digits, radix);
        return Character.isValidCodePoint(code) ? Character.toString(code) : "";
    }
}
