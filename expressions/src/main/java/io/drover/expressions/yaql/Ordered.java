package io.drover.expressions.yaql;

import io.drover.expressions.value.Meter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A collection and what it is ordered by; sorted when it is first read. */
final class Ordered implements Iterable<@Nullable Object> {
    private final @Nullable Object collection;
    private final Meter meter;
    private final List<Criterion> criteria = new ArrayList<>();
    private @Nullable List<@Nullable Object> sorted;

    private record Criterion(Lambda selector, boolean ascending) {}

    Ordered(@Nullable Object collection, Meter meter) {
        this.collection = collection;
        this.meter = meter;
    }

    /** This collection, ordered by one thing more. */
    Ordered by(Lambda selector, boolean ascending) {
        criteria.add(new Criterion(selector, ascending));
        return this;
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        List<@Nullable Object> ready = sorted;
        if (ready == null) {
            ready = Sequences.list(collection, meter);
            ready.sort(this::compare);
            sorted = ready;
        }
        return ready.iterator();
    }

    private int compare(@Nullable Object left, @Nullable Object right) {
        for (Criterion criterion : criteria) {
            Object a = criterion.selector().call(left);
            Object b = criterion.selector().call(right);
            boolean less = Operators.isTrue(Operators.apply("<", a, b, meter));
            if (less || Operators.isTrue(Operators.apply(">", a, b, meter))) {
                return less == criterion.ascending() ? -1 : 1;
            }
        }
        return 0;
    }
}
