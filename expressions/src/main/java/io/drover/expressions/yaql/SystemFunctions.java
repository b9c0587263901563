package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.PythonText;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that name values and functions for the right side of an arrow, and those that call others. */
final class SystemFunctions {
    private SystemFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("let(*args:any, **kwargs:any)", SystemFunctions::let)
                .function("with(*args:any)", (scope, a) -> numbered(scope.inner(), Argument.rest(a[0])))
                .method("unpack(sequence:iter, *args:str)", SystemFunctions::unpack)
                .function("def(name:str, func:lambda)", SystemFunctions::def)
                .method("assert(obj:any, condition:lambda, message:str='Assertion failed')", SystemFunctions::check)
                .function("call(name:str, args:list, kwargs:dict, receiver:any=none)", SystemFunctions::call);
    }

    private static Scope numbered(Scope scope, List<?> values) {
        for (int i = 0; i < values.size(); i++) {
            scope.set(String.valueOf(i + 1), values.get(i));
        }
        return scope;
    }

    private static Scope let(Scope scope, @Nullable Object[] a) {
        Scope prepared = numbered(scope.inner(), Argument.rest(a[0]));
        Argument.mapping(a[1]).forEach((name, value) -> prepared.set(String.valueOf(name), value));
        return prepared;
    }

    private static Scope unpack(Scope scope, @Nullable Object[] a) {
        List<?> names = Argument.rest(a[1]);
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        if (names.isEmpty()) {
            return numbered(scope.inner(), Sequences.list(a[0], scope.meter()));
        }
        Scope prepared = scope.inner();
        int count = 0;
        while (elements.hasNext() && count <= names.size()) {
            Object element = elements.next();
            if (count < names.size()) {
                prepared.set(String.valueOf(names.get(count)), element);
            }
            count++;
        }
        if (count != names.size()) {
            throw new ExpressionException("ValueError", "Cannot unpack " + count + " elements into " + names.size());
        }
        return prepared;
    }

    private static Scope def(Scope scope, @Nullable Object[] a) {
        Scope prepared = scope.inner();
        prepared.define(Argument.text(a[0]), new Lambda(Argument.lambda(a[1]).body(), prepared));
        return prepared;
    }

    private static @Nullable Object check(Scope scope, @Nullable Object[] a) {
        Object object = a[0] instanceof Generator ? new Memorized(Sequences.elements(a[0], scope.meter())) : a[0];
        if (!Operators.isTrue(Argument.lambda(a[1]).call(object))) {
            throw new ExpressionException("AssertionError", Argument.text(a[2]));
        }
        return object;
    }

    private static @Nullable Object call(Scope scope, @Nullable Object[] a) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        Argument.mapping(a[2]).forEach((name, value) -> named.put(PythonText.str(name), value));
        return Invocation.call(Argument.text(a[0]), a[3], Argument.rest(a[1]), named, scope);
    }
}
