package io.drover.expressions.yaql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** YAQL's standard library. */
final class Library {
    private static final FunctionTable TABLE = new FunctionTable()
            .with(SystemFunctions.table())
            .with(BranchingFunctions.table())
            .with(ConversionFunctions.table())
            .with(MathFunctions.table())
            .with(TextFunctions.table())
            .with(RegexFunctions.table())
            .with(ListFunctions.table())
            .with(DictFunctions.table())
            .with(SetFunctions.table())
            .with(QueryFunctions.table())
            .with(SequenceFunctions.table())
            .with(GroupingFunctions.table())
            .with(DateFunctions.table());

    private Library() {}

    /** The functions of a name; empty if there is none. */
    static List<Overload> functions(String name) {
        return TABLE.functions().getOrDefault(name, List.of());
    }

    /** The methods of a name; empty if there is none. */
    static List<Overload> methods(String name) {
        return TABLE.methods().getOrDefault(name, List.of());
    }

    /** The names of all functions and methods. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(TABLE.functions().keySet());
        names.addAll(TABLE.methods().keySet());
        return names;
    }

    /** The properties that dates and time spans have after a dot. */
    static Map<String, Set<String>> properties() {
        return Map.of("datetime", DateProperties.OF_DATES, "timespan", DateProperties.OF_SPANS);
    }
}
