package io.drover.expressions.jinja;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.TextMethods;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes links of the web and mail addresses in a text that is HTML already.
 *
 * @param limit how long the shown address of a link may be; null: as long as it is
 * @param attributes further attributes of links to pages
 * @param schemes what further addresses begin with
 */
record Urlize(@Nullable Long limit, String attributes, List<String> schemes) {
    private static final String WORD = "[\\p{L}\\p{N}_%-]";
    private static final Pattern PAGE = Pattern.compile(
            "(?:(?:https?://|www\\.)(?:" + WORD + "+\\.)*(?:[a-z]{2,63}|xn--[\\p{L}\\p{N}_%]{2,59})"
                    + "|(?:" + WORD + "{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)"
                    + "|https?://(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[(?:[0-9a-f]{0,4}:){2}(?:[0-9a-f]{0,4}:?){1,6}\\]))"
                    + "(?::[0-9]{1,5})?(?:[/?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern MAIL = Pattern.compile(".+@[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*\\.[\\p{L}\\p{N}_]+");
    private static final Pattern OPENING = Pattern.compile("^(?:[(<]|&lt;)+");
    private static final Pattern CLOSING = Pattern.compile("(?:[)>.,\\n]|&gt;)+$");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(?://)?");
    private static final String[][] BRACKETS = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};

    /** Checks the schemes, and puts the attributes together. */
    static Urlize of(
            @Nullable Long limit,
            boolean noFollow,
            @Nullable String target,
            String relation,
            List<String> schemes,
            Meter meter) {
        for (String scheme : schemes) {
            if (!SCHEME.matches(scheme)) {
                throw new ExpressionException(
                        "FilterArgumentError", Quoted.repr(scheme) + " is not a valid URI scheme prefix.");
            }
        }
        Set<String> relations = new TreeSet<>(List.of("noopener"));
        for (String one : relation.split("\\s+", -1)) {
            if (!one.isEmpty()) {
                relations.add(one);
            }
        }
        if (noFollow) {
            relations.add("nofollow");
        }
        String rel =
                " rel=\"" + Markup.escape(String.join(" ", relations), meter).text() + "\"";
        return new Urlize(
                limit,
                target == null
                        ? rel
                        : rel + " target=\"" + Markup.escape(target, meter).text() + "\"",
                schemes);
    }

    String links(String html) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < html.length()) {
            int end = at;
            boolean blank = TextMethods.isBlank(html.charAt(at));
            while (end < html.length() && TextMethods.isBlank(html.charAt(end)) == blank) {
                end++;
            }
            String word = html.substring(at, end);
            out.append(blank ? word : word(word));
            at = end;
        }
        return out.toString();
    }

    private String word(String word) {
        Matcher opening = OPENING.matcher(word);
        String head = opening.find() ? opening.group() : "";
        String middle = word.substring(head.length());
        Matcher closing = CLOSING.matcher(middle);
        String tail = closing.find() ? closing.group() : "";
        middle = middle.substring(0, middle.length() - tail.length());
        for (String[] pair : BRACKETS) {
            // a bracket that was opened within the address is closed within it
            int open = count(middle, pair[0]);
            int moved = open <= count(middle, pair[1]) ? 0 : Math.min(open, count(tail, pair[1]));
            for (int i = 0; i < moved; i++) {
                int end = tail.indexOf(pair[1]) + pair[1].length();
                middle += tail.substring(0, end);
                tail = tail.substring(end);
            }
        }
        return head + linked(middle) + tail;
    }

    private String linked(String text) {
        if (PAGE.matches(text)) {
            boolean whole = text.startsWith("https://") || text.startsWith("http://");
            return "<a href=\"" + (whole ? "" : "https://") + text + "\"" + attributes + ">" + shown(text) + "</a>";
        }
        if (text.startsWith("mailto:") && MAIL.matches(text.substring(7))) {
            return "<a href=\"" + text + "\">" + text.substring(7) + "</a>";
        }
        if (text.indexOf('@') > 0 && !text.startsWith("www.") && text.indexOf(':') < 0 && MAIL.matches(text)) {
            return "<a href=\"mailto:" + text + "\">" + text + "</a>";
        }
        for (String scheme : schemes) {
            if (!text.equals(scheme) && text.startsWith(scheme)) {
                return "<a href=\"" + text + "\"" + attributes + ">" + text + "</a>";
            }
        }
        return text;
    }

    private String shown(String text) {
        int length = text.codePointCount(0, text.length());
        if (limit == null || length <= limit) {
            return text;
        }
        long shown = limit < 0 ? Math.max(0, length + limit) : limit; // as a bound of a slice: negative from the end
        return text.substring(0, text.offsetByCodePoints(0, (int) shown)) + "...";
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
