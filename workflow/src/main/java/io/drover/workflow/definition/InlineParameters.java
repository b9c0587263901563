package io.drover.workflow.definition;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.JsonText;
import io.drover.expressions.value.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pairs such as {@code cmd="a b" n=3} in the text of an action or of {@code publish} (spec of Orquesta, section 1). Values
 * are a list, a quoted text, a number, true, false, null or an expression; what is written otherwise is no pair.
 */
public final class InlineParameters {
    private static final Pattern PAIR = Pattern.compile(
            "(\\w+)=(\\[.*\\]\\s*|\"[^\"]*\"\\s*|'[^']*'\\s*|-?\\d*\\.\\d+|-?\\d+|(?i:true)|(?i:false)|null"
                    + "|<%.*?%>|\\{\\{.*?\\}\\})",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SEPARATORS = Pattern.compile("^[\\s,;]+|[\\s,;]+$");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

    private InlineParameters() {}

    /** {@return the pairs of a text in order; none where it is no text} */
    public static List<Assignment> of(@Nullable Object text) {
        List<Assignment> pairs = new ArrayList<>();
        if (text instanceof String characters) {
            Matcher matcher = PAIR.matcher(characters);
            while (matcher.find()) {
                pairs.add(
                        new Assignment(matcher.group(1), value(matcher.group(2).strip())));
            }
        }
        return pairs;
    }

    /** {@return what stands beside the pairs of a text and is dropped; empty where there is nothing but separators} */
    public static String besides(String text) {
        List<String> rest = new ArrayList<>();
        for (String piece : PAIR.split(text, -1)) {
            String word = SEPARATORS.matcher(piece).replaceAll("");
            if (!word.isEmpty()) {
                rest.add(word);
            }
        }
        return String.join(" ", rest);
    }

    private static @Nullable Object value(String written) {
        String bare = unquoted(written, '"');
        bare = unquoted(bare, '\'');
        boolean mapping = bare.startsWith("{") && bare.endsWith("}");
        if (QUOTED.matcher(written).find() && !mapping && !bare.isEmpty()) {
            return bare;
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        try {
            return JsonText.read(
                    lower.equals("true") || lower.equals("false") ? lower : bare, new Meter(Budget.standard()));
        } catch (ExpressionException notJson) {
            return bare;
        }
    }

    /** Takes away one quote at each end, whether or not there is one at the other. */
    private static String unquoted(String text, char quote) {
        String opened = text.startsWith(String.valueOf(quote)) ? text.substring(1) : text;
        return opened.endsWith(String.valueOf(quote)) ? opened.substring(0, opened.length() - 1) : opened;
    }
}
