package io.drover.workflow.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mocks of a rehearsal, each used as often as it says: those for this entry of the sequence first, then by their order. */
final class Mocks {
    private final List<Mock> mocks;
    private final List<Integer> left = new ArrayList<>();

    Mocks(List<Mock> mocks) {
        this.mocks = List.copyOf(mocks);
        mocks.forEach(mock -> left.add(mock.times()));
    }

    /** {@return the mock of an action, used up by one; empty where none is left} */
    Optional<Mock> take(String task, int route, int sequence, @Nullable Integer item) {
        int found = find(task, route, sequence, item);
        if (found < 0) {
            found = find(task, route, null, item);
        }
        if (found < 0) {
            return Optional.empty();
        }
        left.set(found, left.get(found) - 1);
        return Optional.of(mocks.get(found));
    }

    private int find(String task, int route, @Nullable Integer sequence, @Nullable Integer item) {
        for (int i = 0; i < mocks.size(); i++) {
            Integer wanted = mocks.get(i).sequence();
            boolean fits = sequence == null ? wanted == null : sequence.equals(wanted);
            if (fits && left.get(i) > 0 && mocks.get(i).isFor(task, route, item)) {
                return i;
            }
        }
        return -1;
    }
}
