package io.drover.workflow.conduct;

import static io.drover.workflow.Status.CANCELED;
import static io.drover.workflow.Status.CANCELING;
import static io.drover.workflow.Status.FAILED;
import static io.drover.workflow.Status.PAUSED;
import static io.drover.workflow.Status.PAUSING;
import static io.drover.workflow.Status.RUNNING;
import static io.drover.workflow.Status.SUCCEEDED;

import io.drover.workflow.Status;

/** Which status a task takes on news of its action or items (spec of Orquesta, section 8). News that change nothing give the status it has. */
final class TaskMachine {
    private TaskMachine() {}

    /** How the other items of a task stand, the most telling first. */
    enum Others {
        ACTIVE,
        PAUSED,
        CANCELED,
        FAILED,
        INCOMPLETE,
        COMPLETED;

        /** Judges all items but one. */
        static Others of(Items items, int except) {
            for (Others others : values()) {
                if (items.anyBut(except, status -> of(status) == others)) {
                    return others;
                }
            }
            return COMPLETED;
        }

        private static Others of(Status status) {
            return switch (status) {
                case REQUESTED, SCHEDULED, DELAYED, RUNNING, RESUMING, PAUSING, CANCELING -> ACTIVE;
                case PENDING, PAUSED -> PAUSED;
                case CANCELED -> CANCELED;
                case FAILED, TIMEOUT, ABANDONED -> FAILED;
                case NULL, RETRYING -> INCOMPLETE;
                case SUCCEEDED -> COMPLETED;
            };
        }
    }

    /** News of the action of a plain task, or that an item has started or is being stopped. */
    static Status onAction(Status task, Status news) {
        return switch (task) {
            case NULL -> news.isStarting() ? news : task;
            case REQUESTED, SCHEDULED, DELAYED ->
                switch (news) {
                    case SUCCEEDED, RESUMING, RETRYING, REQUESTED, NULL -> task;
                    default -> news;
                };
            case RUNNING ->
                switch (news) {
                    case PENDING, PAUSING, PAUSED, CANCELING, CANCELED, SUCCEEDED -> news;
                    default -> orFailed(task, news);
                };
            case PENDING ->
                switch (news) {
                    case CANCELED, SUCCEEDED -> news;
                    default -> orFailed(task, news);
                };
            case PAUSING ->
                switch (news) {
                    case PAUSED, RESUMING, CANCELING, CANCELED -> news;
                    default -> orFailed(task, news);
                };
            case PAUSED ->
                switch (news) {
                    case RUNNING, RESUMING, CANCELING, CANCELED -> news;
                    default -> task;
                };
            case RESUMING, RETRYING ->
                switch (news) {
                    case RUNNING, CANCELING, CANCELED -> news;
                    default -> task;
                };
            case CANCELING ->
                switch (news) {
                    case PAUSED, CANCELED -> CANCELED;
                    default -> orFailed(task, news);
                };
            case SUCCEEDED, FAILED, TIMEOUT, ABANDONED, CANCELED -> task;
        };
    }

    private static Status orFailed(Status task, Status news) {
        return news.isAbended() ? FAILED : task;
    }

    /** News that an item has ended or waits, judged by the other items. */
    static Status onItem(Status task, Status news, Others others) {
        return switch (task) {
            case RUNNING ->
                switch (others) {
                    case ACTIVE ->
                        switch (news) {
                            case PAUSED, PENDING -> PAUSING;
                            case CANCELED -> CANCELING;
                            default -> RUNNING;
                        };
                    default -> whenLast(RUNNING, news, others);
                };
            case PAUSING -> others == Others.ACTIVE ? task : whenLast(PAUSED, news, others);
            case CANCELING -> {
                if (others == Others.ACTIVE) {
                    yield task;
                }
                yield news == SUCCEEDED && others == Others.COMPLETED ? SUCCEEDED : CANCELED;
            }
            default -> task;
        };
    }

    /** @param unfinished what a task becomes that has items which never started */
    private static Status whenLast(Status unfinished, Status news, Others others) {
        if (news == CANCELED || others == Others.CANCELED) {
            return CANCELED;
        }
        if (news.isAbended() || others == Others.FAILED) {
            return FAILED;
        }
        if (news == PAUSED || news == Status.PENDING || others == Others.PAUSED) {
            return PAUSED;
        }
        return others == Others.INCOMPLETE ? unfinished : SUCCEEDED;
    }

    /** A request to pause or cancel the workflow, which reaches tasks that have items not done. */
    static Status onRequest(Status task, Status request, Items items) {
        boolean incomplete = items.any(status -> !status.isCompleted());
        if (task != RUNNING || !incomplete) {
            return task;
        }
        boolean active = items.any(Status::isActive);
        if (request.isPause()) {
            return active ? PAUSING : PAUSED;
        }
        if (request.isCancel()) {
            return active ? CANCELING : CANCELED;
        }
        return task;
    }
}
