package io.drover.engine.workflow;

import io.drover.model.execution.Execution;
import io.drover.model.text.Sha256;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.StateDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is committed.
 *
 * @param children ids of the executions of what is open
 */
record Held(WorkflowRun row, Flow flow, State state, RunSecrets secrets, Map<Slot, String> children) {
    private static final int ID_DIGITS = 24;

    Held {
        children = Map.copyOf(children);
    }

    /** {@return the id of the run of a task that stands at a place of the sequence} */
    static String taskRun(String run, int index) {
        return Sha256.hex("task " + index + " of " + run).substring(0, ID_DIGITS);
    }

    /** {@return the parts that differ from what is stored of an earlier state; all where there is none} */
    static List<WorkflowPart> parts(String run, @Nullable State before, State after, RunSecrets secrets) {
        Map<String, Object> documents =
                before == null ? StateDocument.parts(after) : StateDocument.changes(before, after);
        List<WorkflowPart> parts = new ArrayList<>(documents.size() + 1);
        documents.forEach((name, document) -> parts.add(new WorkflowPart(
                name,
                secrets.stored(document),
                StateDocument.task(after, name, index -> taskRun(run, index)).orElse(null))));
        Object secret = secrets.news();
        if (secret != null) {
            parts.add(new WorkflowPart(RunSecrets.PART, secret, null));
        }
        return parts;
    }

    /** {@return the state that parts were made of, and the secrets that are stored with it} */
    static State read(Map<String, Object> stored, RunSecrets secrets) {
        secrets.read(stored.get(RunSecrets.PART));
        Map<String, Object> documents = new LinkedHashMap<>();
        stored.forEach((name, document) -> documents.put(name, secrets.opened(document)));
        return StateDocument.read(documents);
    }

    /** {@return whether an execution is what a slot waits for: nobody else may tell how its task ended} */
    boolean awaits(@Nullable Slot slot, Execution child) {
        return slot != null && child.id().equals(children.get(slot));
    }
}
