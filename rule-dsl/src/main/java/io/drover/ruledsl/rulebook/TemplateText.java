package io.drover.ruledsl.rulebook;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.ruledsl.rulebook.Condition.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The templates in what a rulebook gives to actions, with our names of its events. */
final class TemplateText {
    private static final Pattern BRACES = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("(?<![\\w.'\"])(?:events|event|facts|fact|vars)"
            + "(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*(?!\\s*\\()|\\[(?:'[^']*'|\"[^\"]*\"|-?[0-9]+)])*(?![\\w'\"])");

    private final Names names;

    TemplateText(Names names) {
        this.names = names;
    }

    /** {@return a value, its texts translated wherever they stand in it} */
    @Nullable
    Object of(@Nullable Object value) throws CannotTranslate {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> translated = new ArrayList<>();
            for (Object element : list) {
                translated.add(of(element));
            }
            return translated;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> translated = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                translated.put(String.valueOf(entry.getKey()), of(entry.getValue()));
            }
            return translated;
        }
        return value;
    }

    private String text(String text) throws CannotTranslate {
        StringBuilder translated = new StringBuilder();
        Matcher braces = BRACES.matcher(text);
        boolean isTemplate = false;
        while (braces.find()) {
            braces.appendReplacement(translated, Matcher.quoteReplacement(inside(braces.group())));
            isTemplate = true;
        }
        String whole = braces.appendTail(translated).toString();
        if (isTemplate) {
            refuseVariables(whole);
        }
        return whole;
    }

    /** There, what a rulebook was started with is known by its name alone, too. */
    private void refuseVariables(String template) throws CannotTranslate {
        Set<String> used;
        try {
            used = Jinja.strict().template(template).undeclaredVariables();
        } catch (ExpressionException broken) {
            throw new CannotTranslate("the template '" + template.strip() + "': " + broken.message());
        }
        for (String name : used) {
            if (!name.equals("trigger") && !names.captured().containsValue(name)) {
                throw new CannotTranslate(
                        "'{{ " + name + " }}' is nothing that templates of ours see. Write its value");
            }
        }
    }

    private String inside(String template) throws CannotTranslate {
        StringBuilder translated = new StringBuilder();
        Matcher paths = PATH.matcher(template);
        while (paths.find()) {
            paths.appendReplacement(translated, Matcher.quoteReplacement(path(paths.group())));
        }
        return paths.appendTail(translated).toString();
    }

    /** {@return a path as an expression} */
    String path(String text) throws CannotTranslate {
        Path path = ConditionParser.path(text);
        if (path.root().equals("vars")) {
            return JinjaConstant.of(names.variable(path));
        }
        List<String> prefixes = names.prefixes(path);
        return prefixes.get(prefixes.size() - 1);
    }
}
