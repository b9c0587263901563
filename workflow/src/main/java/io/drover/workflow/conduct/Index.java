package io.drover.workflow.conduct;

import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Where the newest run of each task on each route stands. A table of hashes over a {@link Series}, so that it too is changed without a copy. */
final class Index {
    private static final int SMALLEST = 16;
    private static final Slot FREE = new Slot("", -1, -1, null);
    static final Index EMPTY = new Index(free(SMALLEST), 0);

    private final Series<Slot> slots;
    private final int size;

    private Index(Series<Slot> slots, int size) {
        this.slots = slots;
        this.size = size;
    }

    /** @param next another one whose hash leads to the same slot */
    private record Slot(
            String task, int route, int place, @Nullable Slot next) {
        boolean isFree() {
            return place < 0;
        }

        boolean is(String name, int on) {
            return route == on && task.equals(name);
        }

        /** {@return what is left in the slot without one task; null for nothing} */
        @Nullable
        Slot without(String name, int on) {
            if (isFree() || is(name, on)) {
                return next;
            }
            return next == null ? this : new Slot(task, route, place, next.without(name, on));
        }
    }

    private static Series<Slot> free(int slots) {
        return Series.of(Collections.nCopies(slots, FREE));
    }

    private int slot(String task, int route) {
        int hash = task.hashCode() * 31 + route;
        return (hash ^ (hash >>> 16)) & (slots.size() - 1);
    }

    @Nullable
    Integer place(String task, int route) {
        for (Slot one = slots.get(slot(task, route)); one != null; one = one.next()) {
            if (one.is(task, route)) {
                return one.place();
            }
        }
        return null;
    }

    Index with(String task, int route, int place) {
        boolean known = place(task, route) != null;
        Index roomy = known || size < slots.size() ? this : larger();
        int slot = roomy.slot(task, route);
        Slot newest = new Slot(task, route, place, roomy.slots.get(slot).without(task, route));
        return new Index(roomy.slots.with(slot, newest), known ? size : size + 1);
    }

    private Index larger() {
        Index larger = new Index(free(slots.size() * 2), 0);
        for (Slot first : slots) {
            for (Slot one = first; one != null && !one.isFree(); one = one.next()) {
                larger = larger.with(one.task(), one.route(), one.place());
            }
        }
        return larger;
    }
}
