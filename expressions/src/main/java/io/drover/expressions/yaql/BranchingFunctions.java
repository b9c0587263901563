package io.drover.expressions.yaql;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Functions that evaluate only some of their arguments. */
final class BranchingFunctions {
    private BranchingFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("switch(*args:case) without keywords", BranchingFunctions::select)
                .function("selectCase(*args:lambda)", BranchingFunctions::firstCase)
                .function(
                        "selectAllCases(*args:lambda)",
                        (scope, a) -> each(a[0], (index, truth) -> truth ? (Object) (long) index : Skipped.ONE))
                .function("examine(*args:lambda)", (scope, a) -> each(a[0], (index, truth) -> truth))
                .method("switchCase(case:int, *args:lambda)", BranchingFunctions::switchCase)
                .function("coalesce(*args:lambda)", BranchingFunctions::coalesce);
    }

    private enum Skipped {
        ONE
    }

    private static @Nullable Object select(Scope scope, @Nullable Object[] a) {
        for (Object one : Argument.rest(a[0])) {
            Case branch = (Case) Objects.requireNonNull(one);
            if (Operators.isTrue(branch.condition().call())) {
                return branch.value().call();
            }
        }
        return null;
    }

    private static Object firstCase(Scope scope, @Nullable Object[] a) {
        long index = 0;
        for (Object condition : Argument.rest(a[0])) {
            if (Operators.isTrue(Argument.lambda(condition).call())) {
                return index;
            }
            index++;
        }
        return index;
    }

    private static Object each(@Nullable Object conditions, BiFunction<Integer, Boolean, Object> result) {
        Iterator<?> left = Argument.rest(conditions).iterator();
        int[] index = {0};
        return Sequences.lazy(() -> {
            while (left.hasNext()) {
                boolean truth = Operators.isTrue(Argument.lambda(left.next()).call());
                Object one = result.apply(index[0]++, truth);
                if (one != Skipped.ONE) {
                    return one;
                }
            }
            return Sequences.END;
        });
    }

    private static @Nullable Object switchCase(Scope scope, @Nullable Object[] a) {
        List<?> branches = Argument.rest(a[1]);
        if (branches.isEmpty()) {
            return null;
        }
        long index = Argument.whole(a[0]);
        boolean inside = index >= 0 && index < branches.size();
        return Argument.lambda(branches.get(inside ? (int) index : branches.size() - 1))
                .call();
    }

    private static @Nullable Object coalesce(Scope scope, @Nullable Object[] a) {
        for (Object one : Argument.rest(a[0])) {
            Object value = Argument.lambda(one).call();
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
