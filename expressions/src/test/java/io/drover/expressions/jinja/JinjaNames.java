package io.drover.expressions.jinja;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names that Jinja2 brings along. */
public final class JinjaNames {
    private static final Environment ALL = Library.environment(true, Map.of(), Map.of());

    private JinjaNames() {}

    public static Set<String> filters() {
        return new TreeSet<>(ALL.filters().keySet());
    }

    public static Set<String> tests() {
        return new TreeSet<>(ALL.tests().keySet());
    }

    public static Set<String> functions() {
        return new TreeSet<>(ALL.globals().keySet());
    }
}
