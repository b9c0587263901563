package io.drover.model.store;

import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of workflows: a small head for each, and its state in parts, of which only those are written that changed. */
public interface WorkflowRuns {

    /** The name of the part that changes with nearly every commit. */
    String HEAD = "head";

    /**
     * A commit of a run.
     *
     * @param run as it shall be; its revision is 1 for a new one, else one more than the stored one
     * @param parts those that are new or changed; a part of the same name is replaced
     */
    record Update(WorkflowRun run, List<WorkflowPart> parts) {
        public Update {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Writes runs and their changed parts; a new run where its revision is 1.
     *
     * @return ids of the runs of which nothing was written, because their stored revision is another than the one before
     */
    List<String> writeAll(List<Update> updates);

    Optional<WorkflowRun> find(String id);

    /** {@return the run that an execution began, or goes on with} */
    Optional<WorkflowRun> ofExecution(String execution);

    /** {@return the documents of all parts of a run, by name} */
    Map<String, Object> parts(String id);
}
