package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.function.Predicate;

/** How many of something have each status, so that nobody has to look at all of them. A value. */
final class Tally {
    static final Tally NONE = new Tally(new int[Status.values().length]);
    private static final Status[] ALL = Status.values();

    private final int[] counts;

    private Tally(int[] counts) {
        this.counts = counts;
    }

    Tally plus(Status status, int more) {
        int[] changed = counts.clone();
        changed[status.ordinal()] += more;
        return new Tally(changed);
    }

    Tally moved(Status from, Status to) {
        if (from == to) {
            return this;
        }
        int[] changed = counts.clone();
        changed[from.ordinal()]--;
        changed[to.ordinal()]++;
        return new Tally(changed);
    }

    int count(Predicate<Status> is) {
        int sum = 0;
        for (Status status : ALL) {
            if (counts[status.ordinal()] > 0 && is.test(status)) {
                sum += counts[status.ordinal()];
            }
        }
        return sum;
    }
}
