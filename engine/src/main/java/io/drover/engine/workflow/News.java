package io.drover.engine.workflow;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.execute.Run;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.workflow.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a run of a workflow is told. */
sealed interface News {
    /** {@return what nobody waits for, and nobody tells again; one look does for many, so none is among it} */
    static List<News> unanswered(List<News> news) {
        return news.stream()
                .filter(one -> !(one instanceof Ended || one instanceof Asked || one instanceof Look))
                .toList();
    }

    /** It is to begin, or to go on after it was taken up. */
    record Begin(Run run) implements News {}

    /**
     * A task's execution has ended; that is to be committed together with what follows.
     *
     * @param ended the executions that end with the change, that of the task last
     * @param answer is told of the commit
     */
    record Ended(List<Execution> ended, Change change, CompletableFuture<Outcome> answer) implements News {
        Execution child() {
            return ended.get(ended.size() - 1);
        }
    }

    /** A task's execution is committed in another status, which is not its end. */
    record Moved(Execution child) implements News {}

    /** A task's execution is committed as failed, as it could not be requested. */
    record Refused(Execution child) implements News {}

    /** It may be that tasks have ended which another node carried out. */
    record Look() implements News {}

    /**
     * Somebody wants the run to take a status.
     *
     * @param execution the id of the execution that was asked
     * @param wanted {@code PAUSED}, {@code RESUMING} or {@code CANCELED}
     * @param answer the execution of the run after the commit
     */
    record Asked(String execution, Status wanted, String who, CompletableFuture<Execution> answer) implements News {
        /** {@return whether the execution of the run is where it is wanted already, or on its way there} */
        boolean isFulfilled(ExecutionStatus status) {
            return switch (wanted) {
                case PAUSED -> status == ExecutionStatus.PAUSING || status == ExecutionStatus.PAUSED;
                case RESUMING -> status == ExecutionStatus.RESUMING || status == ExecutionStatus.RUNNING;
                default -> status.isCompleted();
            };
        }

        /** {@return that a rerun of some tasks was asked which has not begun, or was refused, where another execution has the run} */
        String meansAnother(Execution carrier) {
            return "Failed updating execution. Execution \"" + execution + "\" does not carry its workflow on"
                    + (carrier.status().isCompleted()
                            ? ". It has ended, or is about to begin: look at it again in a moment."
                            : ": execution \"" + carrier.id() + "\" does. Ask that one.");
        }

        /** {@return why it cannot be had from where the execution stands; null where it can} */
        @Nullable
        String unfit(Execution execution) {
            if (execution.status().isCompleted()) {
                return "Execution is already in completed state.";
            }
            return switch (wanted) {
                case PAUSED ->
                    execution.status() == ExecutionStatus.RUNNING ? null : unfit(execution, "paused", "running");
                case RESUMING ->
                    execution.status() == ExecutionStatus.PAUSED ? null : unfit(execution, "resumed", "paused");
                default -> null;
            };
        }

        private static String unfit(Execution execution, String what, String from) {
            return "Failed updating execution. Execution \"" + execution.id() + "\" cannot be " + what
                    + " because it is in \"" + execution.status().word() + "\" state and not in \"" + from
                    + "\" state.";
        }

        /** {@return the entry of the execution's context that says who wanted it} */
        String mark() {
            return switch (wanted) {
                case PAUSED -> "paused_by";
                case RESUMING -> "resumed_by";
                default -> "canceled_by";
            };
        }
    }
}
