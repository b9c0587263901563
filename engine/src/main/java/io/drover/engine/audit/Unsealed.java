package io.drover.engine.audit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The records of this node's newest commits, as the committing thread hands them on, so that they need not be read back to be
 * sealed. Only so many: what is not here is read from the store.
 */
final class Unsealed {
    private static final int MOST = 20_000;

    private final Queue<Audit.Entry> waiting = new ArrayDeque<>();

    /** Takes the records of one commit, which follow those of the commits before. */
    synchronized void add(List<Audit.Entry> committed) {
        if (waiting.size() + committed.size() <= MOST) {
            waiting.addAll(committed);
        }
    }

    /** {@return the record that was committed at a position, and is not kept any longer; null: it is not here} */
    synchronized @Nullable AuditRecord take(Position position) {
        Audit.Entry first = waiting.peek();
        while (first != null && first.position().compareTo(position) < 0) {
            waiting.remove();
            first = waiting.peek();
        }
        if (first == null || !first.position().equals(position)) {
            return null;
        }
        waiting.remove();
        return first.record();
    }
}
