package io.drover.expressions.jinja;

import io.drover.expressions.value.Markup;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes links of the web and mail addresses in a plain text. */
final class Urlize {
    private static final String OPENING = "(<";
    private static final String TRAILING = ".,)>;:!?";

    private Urlize() {}

    static String links(String plain, long limit, boolean noFollow, @Nullable String target, String relation) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < plain.length()) {
            int end = at;
            boolean blank = Character.isWhitespace(plain.charAt(at));
            while (end < plain.length() && Character.isWhitespace(plain.charAt(end)) == blank) {
                end++;
            }
            String word = plain.substring(at, end);
            out.append(blank ? word : word(word, limit, attributes(noFollow, target, relation)));
            at = end;
        }
        return out.toString();
    }

    private static String attributes(boolean noFollow, @Nullable String target, String relation) {
        TreeSet<String> relations = new TreeSet<>(List.of("noopener"));
        for (String one : relation.split(" ", -1)) {
            if (!one.isEmpty()) {
                relations.add(one);
            }
        }
        if (noFollow) {
            relations.add("nofollow");
        }
        String all = " rel=\"" + Markup.escape(String.join(" ", relations)).text() + "\"";
        return target == null ? all : all + " target=\"" + Markup.escape(target).text() + "\"";
    }

    private static String word(String word, long limit, String attributes) {
        int start = 0;
        int end = word.length();
        while (start < end && OPENING.indexOf(word.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && TRAILING.indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        String middle = word.substring(start, end);
        String before = Markup.escape(word.substring(0, start)).text();
        String after = Markup.escape(word.substring(end)).text();
        return before + link(middle, limit, attributes) + after;
    }

    private static String link(String text, long limit, String attributes) {
        String lower = text.toLowerCase(Locale.ROOT);
        String shown = text.length() > limit ? text.substring(0, (int) limit) + "..." : text;
        String escaped = Markup.escape(text).text();
        String label = Markup.escape(shown).text();
        if (lower.startsWith("https://") || lower.startsWith("http://")) {
            return "<a href=\"" + escaped + "\"" + attributes + ">" + label + "</a>";
        }
        boolean knownEnd = lower.endsWith(".com") || lower.endsWith(".net") || lower.endsWith(".org");
        boolean address = text.indexOf('@') > 0
                && text.indexOf('@') == text.lastIndexOf('@')
                && text.indexOf('.', text.indexOf('@')) > text.indexOf('@') + 1;
        if (lower.startsWith("www.") || (knownEnd && !address)) {
            return "<a href=\"https://" + escaped + "\"" + attributes + ">" + label + "</a>";
        }
        if (lower.startsWith("mailto:") && address) {
            return "<a href=\"" + escaped + "\">"
                    + Markup.escape(text.substring(7)).text() + "</a>";
        }
        return address ? "<a href=\"mailto:" + escaped + "\">" + escaped + "</a>" : escaped;
    }
}
