package io.drover.expressions.value;

import java.util.Set;
import java.util.TreeSet;

/** The names of the methods that values have. */
public final class MethodNames {
    private MethodNames() {}

    public static Set<String> ofTexts() {
        return new TreeSet<>(TextMethods.TABLE.keySet());
    }

    public static Set<String> ofLists() {
        return new TreeSet<>(ListMethods.TABLE.keySet());
    }

    public static Set<String> ofMappings() {
        return new TreeSet<>(DictMethods.TABLE.keySet());
    }

    public static Set<String> ofSets() {
        return new TreeSet<>(SetMethods.TABLE.keySet());
    }
}
