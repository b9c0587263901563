package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** How many of something have each status, so that nobody has to look at all of them. A value. */
final class Tally {
    static final Tally NONE = new Tally(new EnumMap<>(Status.class));

    private final EnumMap<Status, Integer> counts;

    private Tally(EnumMap<Status, Integer> counts) {
        this.counts = counts;
    }

    Tally plus(Status status, int more) {
        EnumMap<Status, Integer> changed = new EnumMap<>(counts);
        changed.merge(status, more, Integer::sum);
        return new Tally(changed);
    }

    Tally moved(Status from, Status to) {
        return from == to ? this : plus(from, -1).plus(to, 1);
    }

    int count(Predicate<Status> is) {
        int sum = 0;
        for (Map.Entry<Status, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > 0 && is.test(entry.getKey())) {
                sum += entry.getValue();
            }
        }
        return sum;
    }
}
