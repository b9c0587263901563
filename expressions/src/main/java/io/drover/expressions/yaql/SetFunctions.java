package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Value;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions of sets. */
final class SetFunctions {
    private SetFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function(
                        "set(*args:any)",
                        (scope, a) -> FrozenSet.of(ListFunctions.unrolled(Argument.rest(a[0]), scope.meter())
                                .iterator()))
                .method("toSet(collection:iter)", (scope, a) -> FrozenSet.of(Sequences.elements(a[0], scope.meter())))
                .both("len(set:set)", (scope, a) -> (long) ((Collection<?>) Objects.requireNonNull(a[0])).size())
                .method("union(left:set, right:set)", (scope, a) -> set(a[0]).with(any(scope, a[1])))
                .method(
                        "intersect(left:set, right:set)",
                        (scope, a) -> set(a[0]).kept(any(scope, a[1]), true))
                .method(
                        "difference(left:set, right:set)",
                        (scope, a) -> set(a[0]).kept(any(scope, a[1]), false))
                .method("symmetricDifference(left:set, right:set)", SetFunctions::inOneAlone)
                .method("add(set:set, *values:any)", (scope, a) -> set(a[0]).with(FrozenSet.of(Argument.rest(a[1]))))
                .method(
                        "remove(set:set, *values:any)",
                        (scope, a) -> set(a[0]).kept(FrozenSet.of(Argument.rest(a[1])), false));
    }

    private static FrozenSet inOneAlone(Scope scope, @Nullable Object[] a) {
        FrozenSet right = any(scope, a[1]);
        return set(a[0]).kept(right, false).with(right.kept(set(a[0]), false));
    }

    /** A set proper: the keys of a mapping count as one only on the right side. */
    private static FrozenSet set(@Nullable Object value) {
        if (value instanceof FrozenSet set) {
            return set;
        }
        throw new ExpressionException(
                "AttributeError",
                "'" + Value.typeName(value) + "' has no such method; make a set of it with toSet() first");
    }

    private static FrozenSet any(Scope scope, @Nullable Object value) {
        return value instanceof FrozenSet set ? set : FrozenSet.of(Sequences.elements(value, scope.meter()));
    }
}
