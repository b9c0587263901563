package io.drover.engine.workflow;

import io.drover.model.execution.Execution;
import io.drover.model.store.Query;
import io.drover.model.store.Transaction;
import io.drover.model.workflow.WorkflowRun;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.State;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a run from the store, as it was committed last. */
record StoredRun(WorkflowPlane plane, String id) {

    /** {@return the run; null where there is none} */
    @Nullable
    Held read() {
        return plane.parts().store().read(this::read);
    }

    private @Nullable Held read(Transaction transaction) {
        WorkflowRun row = transaction.workflowRuns().find(id).orElse(null);
        if (row == null) {
            return null;
        }
        Flow flow = plane.definitions().of(row.definition(), null).flow();
        RunSecrets secrets = new RunSecrets(plane.parts().secrets(), id);
        State state = Held.read(transaction.workflowRuns().parts(id), secrets);
        Map<Slot, String> children = new HashMap<>();
        Map<Slot, Status> open = Slot.open(state);
        if (!open.isEmpty()) {
            newest(children(transaction, row.execution())).forEach((slot, child) -> {
                if (open.containsKey(slot)) {
                    children.put(slot, child.id());
                }
            });
        }
        return new Held(row, flow, state, secrets, children);
    }

    /** {@return the executions that an execution asked for, oldest first} */
    static List<Execution> children(Transaction transaction, String parent) {
        return transaction
                .executions()
                .list(new Query(
                        Map.of("parent", Set.of(parent)),
                        null,
                        null,
                        List.of(new Query.Order("position", true)),
                        0,
                        -1))
                .items();
    }

    /** {@return the last execution of each slot: a task may run again} */
    static Map<Slot, Execution> newest(List<Execution> children) {
        Map<Slot, Execution> newest = new LinkedHashMap<>();
        for (Execution child : children) {
            Slot slot = Slot.of(child);
            if (slot != null) {
                newest.put(slot, child);
            }
        }
        return newest;
    }
}
