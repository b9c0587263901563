package io.drover.workflow.chain;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.value.JsonText;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonJson;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.workflow.conduct.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a chain (platform spec 5.4; {@code render_values} of StackStorm's {@code util/jinja.py}). A template gives
 * text, whatever its value is; the action's own parameters turn it back into what they need.
 */
final class ChainTemplates {
    /** What everything else can be seen in. */
    private static final String ALL = "__context";

    private static final String ESCAPE = "json_escape";

    private final Jinja jinja;

    ChainTemplates(Jinja jinja) {
        this.jinja = jinja;
    }

    static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    /**
     * {@return a mapping, rendered}
     *
     * @param what its members are called in a failure, such as {@code action parameter}
     * @param place words for a failure that say where the mapping stands
     * @throws ChainFailure naming the member that cannot be rendered
     */
    Map<String, @Nullable Object> rendered(
            Map<String, @Nullable Object> templates, String what, String place, Map<String, @Nullable Object> context) {
        Map<String, @Nullable Object> seen = withAll(context);
        Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
        templates.forEach((name, template) -> {
            try {
                rendered.put(
                        name,
                        template instanceof String text ? jinja.template(text).render(seen) : within(template, seen));
            } catch (ExpressionException | DroverException failure) {
                passOn(failure);
                throw new ChainFailure("Failed rendering value for " + what + " \"" + name + "\"" + place
                        + " (template string=" + shown(template) + "): " + failure.getMessage());
            }
        });
        return Values.plain(rendered);
    }

    /**
     * {@return the name of a task, rendered; empty for none}
     *
     * @throws ChainFailure if it cannot be
     */
    String name(String template, Map<String, @Nullable Object> context) {
        if (!isTemplate(template)) {
            return template;
        }
        try {
            return jinja.template(template).render(withAll(context)).strip();
        } catch (ExpressionException | DroverException failure) {
            passOn(failure);
            throw new ChainFailure(
                    "Failed rendering the name of a task (template string=" + template + "): " + failure.getMessage());
        }
    }

    /** A datastore that is away is no fault of the chain: it is tried again. */
    private static void passOn(RuntimeException failure) {
        if (failure instanceof DroverException known && known.code() == ErrorCode.UNAVAILABLE) {
            throw known;
        }
    }

    private static Map<String, @Nullable Object> withAll(Map<String, @Nullable Object> context) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put(ALL, context);
        seen.putAll(context);
        return seen;
    }

    private static String shown(@Nullable Object template) {
        return template instanceof String text
                ? text
                : PythonJson.write(template, PythonJson.Layout.PLAIN, new Meter(Budget.standard()));
    }

    /** Each text within a list or mapping is rendered by itself, so that no value can break out of its place. */
    private @Nullable Object within(@Nullable Object value, Map<String, @Nullable Object> seen) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
            map.forEach((name, member) -> rendered.put(inner(String.valueOf(name), seen), within(member, seen)));
            return rendered;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> rendered = new ArrayList<>(list.size());
            list.forEach(element -> rendered.add(within(element, seen)));
            return rendered;
        }
        return value instanceof String text ? inner(text, seen) : value;
    }

    private String inner(String text, Map<String, @Nullable Object> seen) {
        if (!isTemplate(text)) {
            return text;
        }
        if (text.contains(ESCAPE) && unescaped(text, seen) instanceof String unescaped) {
            return unescaped;
        }
        // Jinja drops the last line break of a text; in StackStorm, where the text is a part of another, it stays
        return jinja.template(text).render(seen) + (text.endsWith("\n") ? "\n" : "");
    }

    /**
     * StackStorm renders a list or mapping as one JSON text, so its users escape what they put into it.
     *
     * @return null where that gives no text in JSON
     */
    private @Nullable Object unescaped(String text, Map<String, @Nullable Object> seen) {
        try {
            return JsonText.read(jinja.template(PythonJson.quote(text)).render(seen), new Meter(Budget.standard()));
        } catch (ExpressionException notSo) {
            return null;
        }
    }
}
