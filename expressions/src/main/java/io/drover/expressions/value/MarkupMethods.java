package io.drover.expressions.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of text that is marked as HTML: the texts they give are marked, those they put in are escaped. */
final class MarkupMethods {
    private static final Set<String> PUT_IN_ALL = Set.of("format", "format_map", "join");
    private static final Set<String> PUT_IN_LAST = Set.of("replace", "ljust", "rjust", "center");

    static final Map<String, ExpressionFunction> TABLE = table();

    private MarkupMethods() {}

    private static Map<String, ExpressionFunction> table() {
        Map<String, ExpressionFunction> table = new LinkedHashMap<>();
        TextMethods.TABLE.forEach((name, method) -> table.put(
                name,
                arguments -> marked(method.call(
                        PUT_IN_ALL.contains(name)
                                ? escaped(arguments, 1, name.equals("join"))
                                : PUT_IN_LAST.contains(name) ? escaped(arguments, 2, false) : arguments))));
        table.putAll(new MethodTable()
                .with("striptags(self)", (meter, a) -> HtmlText.withoutTags(text(a[0]), meter))
                .with("unescape(self)", (meter, a) -> HtmlText.unescaped(text(a[0]), meter))
                .with("escape(self, s)", (meter, a) -> escape(a[1], meter))
                .functions());
        return table;
    }

    private static String text(@Nullable Object self) {
        return Value.text(self, "the text");
    }

    private static Markup escape(@Nullable Object value, Meter meter) {
        return value instanceof Markup markup ? markup : Markup.escape(PythonText.str(value, meter), meter);
    }

    private static @Nullable Object marked(@Nullable Object made) {
        if (made instanceof String text) {
            return new Markup(text);
        }
        if (made instanceof Tuple tuple) {
            return Tuple.copyOf(markedAll(tuple));
        }
        return made instanceof List<?> list ? markedAll(list) : made;
    }

    private static PythonList markedAll(List<?> texts) {
        PythonList all = new PythonList(texts.size());
        texts.forEach(text -> all.add(marked(text)));
        return all;
    }

    private static Arguments escaped(Arguments arguments, int from, boolean elements) {
        Meter meter = arguments.meter();
        List<@Nullable Object> positional = new ArrayList<>(arguments.positional());
        for (int i = from; i < positional.size(); i++) {
            Object argument = positional.get(i);
            positional.set(i, elements ? escapedAll(argument, meter) : escaped(argument, meter));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, argument) -> named.put(name, escaped(argument, meter)));
        return new Arguments(positional, named, meter);
    }

    private static PythonList escapedAll(@Nullable Object elements, Meter meter) {
        PythonList all = new PythonList(0);
        for (Object element : Iteration.list(elements, meter)) {
            all.add(escape(element, meter).text());
        }
        return all;
    }

    /** A text as HTML; in a mapping, each of its texts. */
    private static @Nullable Object escaped(@Nullable Object argument, Meter meter) {
        if (argument instanceof String text) {
            return Markup.escape(text, meter).text();
        }
        if (argument instanceof Map<?, ?> map) {
            PythonDict all = new PythonDict();
            map.forEach((key, member) -> all.put(key, escaped(member, meter)));
            return all;
        }
        return argument;
    }
}
