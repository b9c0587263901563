package io.drover.workflow.conduct;

import static io.drover.workflow.Status.CANCELED;
import static io.drover.workflow.Status.CANCELING;
import static io.drover.workflow.Status.DELAYED;
import static io.drover.workflow.Status.FAILED;
import static io.drover.workflow.Status.PAUSED;
import static io.drover.workflow.Status.PAUSING;
import static io.drover.workflow.Status.REQUESTED;
import static io.drover.workflow.Status.RESUMING;
import static io.drover.workflow.Status.RUNNING;
import static io.drover.workflow.Status.SCHEDULED;
import static io.drover.workflow.Status.SUCCEEDED;

import io.drover.workflow.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which status a workflow takes on news of a task and on requests (spec of Orquesta, section 8). Empty where that pair of status and news is not foreseen. */
public final class WorkflowMachine {
    /** The kind of a refusal. */
    public static final String REFUSED = "InvalidWorkflowStatusTransition";

    private WorkflowMachine() {}

    /** What the tasks of a workflow amount to, the most telling first. */
    enum Outlook {
        CANCELED,
        PAUSED,
        INCOMPLETE,
        COMPLETED
    }

    /**
     * News of a task.
     *
     * @param news the status of the task; {@code SUCCEEDED} too where its failure was taken care of
     * @param remediated whether it was
     * @param active whether any task is
     */
    static Optional<Status> onTask(Status workflow, Status news, boolean remediated, boolean active, Outlook outlook) {
        return Optional.ofNullable(
                switch (workflow) {
                    case RUNNING ->
                        switch (news) {
                            case PENDING -> active ? PAUSING : PAUSED;
                            case PAUSING -> RUNNING;
                            case PAUSED -> active ? RUNNING : PAUSED;
                            case SUCCEEDED -> active ? whileRunning(outlook) : whenDormant(outlook);
                            default -> ended(news, active);
                        };
                    case RESUMING ->
                        switch (news) {
                            case RUNNING -> RUNNING;
                            case PENDING -> active ? PAUSING : PAUSED;
                            case SUCCEEDED -> {
                                if (!active) {
                                    yield whenDormant(outlook);
                                }
                                yield outlook == Outlook.INCOMPLETE || outlook == Outlook.COMPLETED ? RUNNING : null;
                            }
                            default -> ended(news, active);
                        };
                    case PAUSING ->
                        switch (news) {
                            case PENDING, PAUSED, RETRYING -> active ? PAUSING : PAUSED;
                            case SUCCEEDED -> {
                                if (outlook == Outlook.CANCELED && (remediated || !active)) {
                                    yield active ? CANCELING : CANCELED;
                                }
                                yield active ? PAUSING : PAUSED;
                            }
                            default -> ended(news, active);
                        };
                    case PAUSED -> news == RUNNING || news == RESUMING ? RUNNING : null;
                    case CANCELING ->
                        switch (news) {
                            case PENDING, PAUSED, SUCCEEDED, FAILED, TIMEOUT, ABANDONED, CANCELED, RETRYING ->
                                active ? CANCELING : CANCELED;
                            default -> null;
                        };
                    default -> null;
                });
    }

    private static Status whileRunning(Outlook outlook) {
        return switch (outlook) {
            case CANCELED -> CANCELING;
            case PAUSED -> PAUSING;
            case INCOMPLETE, COMPLETED -> RUNNING;
        };
    }

    private static Status whenDormant(Outlook outlook) {
        return switch (outlook) {
            case CANCELED -> CANCELED;
            case PAUSED -> PAUSED;
            case INCOMPLETE -> RUNNING;
            case COMPLETED -> SUCCEEDED;
        };
    }

    private static @Nullable Status ended(Status news, boolean active) {
        return switch (news) {
            case FAILED, TIMEOUT, ABANDONED -> FAILED;
            case CANCELING -> CANCELING;
            case CANCELED -> active ? CANCELING : CANCELED;
            default -> null;
        };
    }

    /**
     * A request.
     *
     * @param active whether any task is
     * @param finished whether nothing is active, staged or paused, so that a resumed workflow has succeeded
     */
    public static Optional<Status> onRequest(Status workflow, Status request, boolean active, boolean finished) {
        if (workflow.isCompleted()) {
            return workflow == SUCCEEDED && request == FAILED ? Optional.of(FAILED) : Optional.empty();
        }
        if (request == FAILED) {
            return Optional.of(FAILED);
        }
        if (request.isCancel()) {
            return onCancel(workflow, active);
        }
        if (request.isPause()) {
            return onPause(workflow, active);
        }
        boolean known = switch (workflow) {
            case NULL -> request == REQUESTED || request == SCHEDULED || request == DELAYED || request == RUNNING;
            case REQUESTED, SCHEDULED, DELAYED ->
                request != workflow && (request == SCHEDULED || request == DELAYED || request == RUNNING);
            case RUNNING -> request == SUCCEEDED;
            case PAUSING, PAUSED -> request == RUNNING || request == RESUMING;
            case RESUMING -> request == RUNNING;
            default -> false;
        };
        if (!known) {
            return Optional.empty();
        }
        return Optional.of(workflow == PAUSED && finished ? SUCCEEDED : request);
    }

    /** {@return why a request is refused that left a workflow in this status; empty where it had that status, or was repeated} */
    public static Optional<String> refusal(Status workflow, Status request) {
        boolean repeated = request == workflow
                || (request == Status.PAUSED && workflow == Status.PAUSING)
                || (request == Status.CANCELED && workflow == Status.CANCELING);
        return repeated
                ? Optional.empty()
                : Optional.of("Unable to process event \"workflow_" + request.text() + "\" for workflow in \""
                        + workflow.text() + "\" status.");
    }

    private static Optional<Status> onCancel(Status workflow, boolean active) {
        return switch (workflow) {
            case REQUESTED, SCHEDULED, DELAYED, PAUSED -> active ? Optional.empty() : Optional.of(CANCELED);
            case RUNNING, PAUSING, RESUMING, CANCELING -> Optional.of(active ? CANCELING : CANCELED);
            default -> Optional.empty();
        };
    }

    private static Optional<Status> onPause(Status workflow, boolean active) {
        return switch (workflow) {
            case REQUESTED, SCHEDULED, DELAYED -> active ? Optional.empty() : Optional.of(PAUSED);
            case RUNNING, PAUSING, RESUMING -> Optional.of(active ? PAUSING : PAUSED);
            default -> Optional.empty();
        };
    }
}
