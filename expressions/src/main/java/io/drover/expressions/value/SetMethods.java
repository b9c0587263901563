package io.drover.expressions.value;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of sets; none changes its set. */
final class SetMethods {
    static final Map<String, ExpressionFunction> TABLE = new MethodTable()
            .with("copy(self)", (meter, a) -> new LinkedHashSet<>(Iteration.list(a[0], meter)))
            .with("union(self, other)", (meter, a) -> {
                Set<@Nullable Object> all = new LinkedHashSet<>(Iteration.list(a[0], meter));
                all.addAll(Iteration.list(a[1], meter));
                return all;
            })
            .with("intersection(self, other)", (meter, a) -> kept(a, true, meter))
            .with("difference(self, other)", (meter, a) -> kept(a, false, meter))
            .with("issubset(self, other)", (meter, a) -> containsAll(a[1], a[0], meter))
            .with("issuperset(self, other)", (meter, a) -> containsAll(a[0], a[1], meter))
            .with("isdisjoint(self, other)", (meter, a) -> kept(a, true, meter).isEmpty())
            .functions();

    private SetMethods() {}

    private static Set<@Nullable Object> kept(@Nullable Object[] a, boolean present, Meter meter) {
        Set<@Nullable Object> kept = new LinkedHashSet<>();
        for (Object element : Iteration.list(a[0], meter)) {
            if (Equality.contains(a[1], element, meter) == present) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static boolean containsAll(@Nullable Object whole, @Nullable Object part, Meter meter) {
        for (Object element : Iteration.list(Objects.requireNonNull(part), meter)) {
            if (!Equality.contains(whole, element, meter)) {
                return false;
            }
        }
        return true;
    }
}
