package io.drover.model.workflow;

/**
 * A run of a workflow (StackStorm's {@code workflow_execution}).
 *
 * @param id 24 hex digits; it stays when the run is run again from some of its tasks
 * @param execution id of the execution that it belongs to; that of the newest rerun
 * @param revision counts the commits of this run, from 1; whoever writes names the one that it knows, so that of two writers
 *     one is refused
 * @param definition the text of the workflow as it was when the run began: what changes later concerns later runs
 */
public record WorkflowRun(String id, String execution, long revision, String definition) {
    /** {@return this run after one more commit} */
    public WorkflowRun next() {
        return new WorkflowRun(id, execution, revision + 1, definition);
    }

    /** {@return this run, gone on with by another execution} */
    public WorkflowRun takenUpBy(String other) {
        return new WorkflowRun(id, other, revision, definition);
    }
}
