package io.drover.expressions.yaql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An argument that is evaluated by the function it is passed to, as often as that wants: an expression with the scope it was written in. */
record Lambda(Node body, Scope scope) {
    /** A lambda that always has this value. */
    static Lambda constant(@Nullable Object value, Scope scope) {
        return new Lambda(new Node.Constant(value), scope);
    }

    @Nullable
    Object call() {
        return in(scope.inner());
    }

    @Nullable
    Object call(@Nullable Object argument) {
        Scope inner = scope.inner();
        inner.set("1", argument);
        return in(inner);
    }

    @Nullable
    Object call(@Nullable Object first, @Nullable Object second) {
        Scope inner = scope.inner();
        inner.set("1", first);
        inner.set("2", second);
        return in(inner);
    }

    @Nullable
    Object call(List<? extends @Nullable Object> positional, Map<String, ? extends @Nullable Object> named) {
        Scope inner = scope.inner();
        for (int i = 0; i < positional.size(); i++) {
            inner.set(String.valueOf(i + 1), positional.get(i));
        }
        named.forEach(inner::set);
        return in(inner);
    }

    /** The value in a scope that the function has prepared. */
    @Nullable
    Object in(Scope prepared) {
        prepared.meter().step();
        return body.evaluate(prepared);
    }
}
