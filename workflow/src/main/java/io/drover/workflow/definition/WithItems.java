package io.drover.workflow.definition;

import io.drover.expressions.value.PythonDict;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of a task (spec of Orquesta, section 6).
 *
 * @param names what the parts of an item are called; none where it is taken as it is
 * @param expression gives the list of items
 * @param concurrency how many run at once, a number or an expression; null for all
 */
public record WithItems(
        List<String> names, String expression, @Nullable Object concurrency) {
    private static final String IN = " in ";

    public WithItems {
        names = List.copyOf(names);
    }

    /** Reads {@code items} as {@code a, b in <% … %>} or {@code <% … %>}. */
    static WithItems of(String items, @Nullable Object concurrency) {
        int in = items.indexOf(IN);
        if (in < 0) {
            return new WithItems(List.of(), items.strip(), concurrency);
        }
        List<String> names = List.of(items.substring(0, in).replace(" ", "").split(",", -1));
        return new WithItems(names, items.substring(in + IN.length()).strip(), concurrency);
    }

    /** {@return what {@code item()} gives for one element of the list} */
    public @Nullable Object item(@Nullable Object element) {
        if (names.isEmpty()) {
            return element;
        }
        if (element instanceof Collection<?> parts) {
            PythonDict named = new PythonDict();
            Iterator<?> rest = parts.iterator();
            for (String name : names) {
                if (rest.hasNext()) {
                    named.put(name, rest.next());
                }
            }
            return named;
        }
        if (names.size() == 1) {
            PythonDict named = new PythonDict();
            named.put(names.get(0), element);
            return named;
        }
        return element;
    }
}
