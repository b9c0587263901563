package io.drover.expressions.yaql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of YAQL's library, and how each is called. */
public final class YaqlNames {
    private YaqlNames() {}

    public static Set<String> all() {
        return Library.names();
    }

    /** {@return the ways of calling it, such as {@code x.get(key[, default])}} */
    public static List<String> calls(String name) {
        List<String> calls = new ArrayList<>();
        Library.functions(name).forEach(one -> calls.add(name + "(" + arguments(one, 0) + ")"));
        Library.methods(name).forEach(one -> calls.add(receiver(one) + "." + name + "(" + arguments(one, 1) + ")"));
        return calls.stream().distinct().toList();
    }

    /** A method without parameters of its own takes its receiver as the first of the rest. */
    private static String receiver(Overload overload) {
        return overload.parameters().isEmpty()
                ? "x"
                : overload.parameters().get(0).name();
    }

    private static String arguments(Overload overload, int from) {
        List<String> all = overload.parameters().stream()
                .skip(from)
                .map(parameter ->
                        parameter.byDefault() == Overload.REQUIRED ? parameter.name() : "[" + parameter.name() + "]")
                .collect(Collectors.toCollection(ArrayList::new));
        if (overload.rest() != null) {
            all.add("…");
        }
        return String.join(", ", all);
    }
}
