package io.drover.expressions.yaql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions and methods of a part of the library by name. */
final class FunctionTable {
    private final Map<String, List<Overload>> functions = new LinkedHashMap<>();
    private final Map<String, List<Overload>> methods = new LinkedHashMap<>();

    /** One that is called as {@code f(x)}. */
    FunctionTable function(String signature, Overload.Body body) {
        add(functions, Overload.of(signature, body));
        return this;
    }

    /** One that is called as {@code x.f()}; its first parameter is the receiver. */
    FunctionTable method(String signature, Overload.Body body) {
        add(methods, Overload.of(signature, body));
        return this;
    }

    /** One that is called in both ways. */
    FunctionTable both(String signature, Overload.Body body) {
        return function(signature, body).method(signature, body);
    }

    /** Everything of another table. */
    FunctionTable with(FunctionTable other) {
        other.functions.values().forEach(overloads -> overloads.forEach(one -> add(functions, one)));
        other.methods.values().forEach(overloads -> overloads.forEach(one -> add(methods, one)));
        return this;
    }

    Map<String, List<Overload>> functions() {
        return functions;
    }

    Map<String, List<Overload>> methods() {
        return methods;
    }

    private static void add(Map<String, List<Overload>> table, Overload overload) {
        table.computeIfAbsent(overload.name(), name -> new ArrayList<>()).add(overload);
    }
}
