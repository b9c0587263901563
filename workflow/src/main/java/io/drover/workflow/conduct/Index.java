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
    private record Slot(String task, int route, int place, @Nullable Slot next) {
        boolean is(String name, int on) {
            return route == on && task.equals(name);
        }

        Slot without(String name, int on) {
            Slot rest = next == null ? FREE : next;
            if (is(name, on) || rest == FREE) {
                return is(name, on) ? rest : this;
            }
            return new Slot(task, route, place, rest.without(name, on));
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
        Slot others = roomy.slots.get(slot).without(task, route);
        return new Index(
                roomy.slots.with(slot, new Slot(task, route, place, others == FREE ? null : others)),
                known ? size : size + 1);
    }

    private Index larger() {
        Index larger = new Index(free(slots.size() * 2), 0);
        for (Slot first : slots) {
            for (Slot one = first; one != null && one.place() >= 0; one = one.next()) {
                int slot = larger.slot(one.task(), one.route());
                Slot others = larger.slots.get(slot);
                Slot moved = new Slot(one.task(), one.route(), one.place(), others == FREE ? null : others);
                larger = new Index(larger.slots.with(slot, moved), larger.size + 1);
            }
        }
        return larger;
    }
}
