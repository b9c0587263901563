package io.drover.model.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** StackStorm's criteria operators (its rule documentation, "Criteria Comparison"), each with all the names it has. */
public enum Operator {
    MATCHWILDCARD("matchwildcard"),
    MATCHREGEX("matchregex"),
    REGEX("regex"),
    IREGEX("iregex"),
    EQUALS("equals", "eq"),
    NEQUALS("nequals", "neq"),
    IEQUALS("iequals", "ieq"),
    CONTAINS("contains"),
    ICONTAINS("icontains"),
    NCONTAINS("ncontains"),
    INCONTAINS("incontains"),
    STARTSWITH("startswith"),
    ISTARTSWITH("istartswith"),
    ENDSWITH("endswith"),
    IENDSWITH("iendswith"),
    LESSTHAN("lessthan", "lt"),
    GREATERTHAN("greaterthan", "gt"),
    TIMEDIFF_LT("timediff_lt", "td_lt"),
    TIMEDIFF_GT("timediff_gt", "td_gt"),
    EXISTS("exists"),
    NEXISTS("nexists"),
    INSIDE("inside", "in"),
    NINSIDE("ninside", "nin"),
    SEARCH("search");

    private final String name;
    private final String alias;

    Operator(String name) {
        this(name, name);
    }

    Operator(String name, String alias) {
        this.name = name;
        this.alias = alias;
    }

    /** {@return every name it can be written with, the long one first} */
    public List<String> names() {
        return name.equals(alias) ? List.of(name) : List.of(name, alias);
    }

    /** Finds an operator by one of its names, in any case. */
    public static Optional<Operator> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(operator -> operator.names().contains(lower))
                .findFirst();
    }

    /** {@return all names of all operators, for messages} */
    public static List<String> allNames() {
        return Arrays.stream(values())
                .flatMap(operator -> operator.names().stream())
                .toList();
    }
}
