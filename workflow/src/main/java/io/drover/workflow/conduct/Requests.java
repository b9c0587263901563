package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.Optional;

/** What is asked of the workflow as a whole (spec of Orquesta, sections 8 and 9). */
final class Requests {
    private final Progress progress;

    Requests(Progress progress) {
        this.progress = progress;
    }

    /**
     * @throws RefusedException if a workflow in this status cannot take the other
     */
    void take(Status request) {
        Status before = progress.status;
        progress.staged.forEach(staged -> tellTask(staged, request));
        boolean active = progress.hasActiveTasks();
        boolean waits = progress.anyTask(task -> task == Status.PAUSED || task == Status.PENDING);
        Optional<Status> taken =
                WorkflowMachine.onRequest(before, request, active, !active && !waits && !progress.hasNextTasks());
        progress.status = taken.orElse(before);
        if (taken.isPresent()) {
            progress.pauseRequested = request.isPause();
        } else if (request.isPause() && before.isPause()) {
            // it waits for an answer, after which it would go on by itself
            progress.pauseRequested = true;
        }
        if (progress.status == before) {
            WorkflowMachine.refusal(before, request).ifPresent(refusal -> {
                throw new RefusedException(WorkflowMachine.REFUSED, refusal);
            });
        }
    }

    private void tellTask(StagedTask staged, Status request) {
        Integer index = progress.newestIndex(staged.task(), staged.route());
        if (index == null || staged.items() == null) {
            return;
        }
        TaskEntry entry = progress.sequence.get(index);
        if (entry.status().isActive()) {
            Status told = TaskMachine.onRequest(entry.status(), request, staged.items());
            progress.change(index, one -> one.withStatus(told, progress.surroundings.now()));
        }
    }
}
