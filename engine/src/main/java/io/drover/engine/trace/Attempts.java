package io.drover.engine.trace;

import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The times at which an execution ran, read from its log: one, unless it was begun anew after a crash. */
final class Attempts {
    /**
     * One time.
     *
     * @param end null: it goes on
     * @param last what it became then; null: it goes on
     */
    record Attempt(
            Instant begin, @Nullable Instant end, @Nullable ExecutionStatus last) {}

    private Attempts() {}

    static List<Attempt> of(Execution execution) {
        List<Attempt> attempts = new ArrayList<>();
        Instant begin = null;
        for (StatusChange change : execution.log()) {
            ExecutionStatus status = change.status();
            if (status == ExecutionStatus.RUNNING && begin == null) {
                begin = change.at();
            } else if (begin != null && (status.isCompleted() || status == ExecutionStatus.REQUESTED)) {
                attempts.add(new Attempt(begin, change.at(), status));
                begin = null;
            }
        }
        if (begin != null) {
            attempts.add(new Attempt(begin, null, null));
        }
        return attempts;
    }
}
