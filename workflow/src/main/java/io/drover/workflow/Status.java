package io.drover.workflow;

import java.util.Arrays;
import java.util.Locale;

/** Where a workflow, a task or an item of a task stands, in StackStorm's words. */
public enum Status {
    /** Nothing was heard of it yet. */
    NULL,
    REQUESTED,
    SCHEDULED,
    DELAYED,
    RUNNING,
    /** It waits for an answer by a person. */
    PENDING,
    PAUSING,
    PAUSED,
    RESUMING,
    SUCCEEDED,
    FAILED,
    TIMEOUT,
    /** Nobody knows how it ended. */
    ABANDONED,
    RETRYING,
    CANCELING,
    CANCELED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * {@return the status of a word}
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Status of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Expected the status of a workflow or task, but found \"" + text + "\". Write one of "
                                + Arrays.toString(values()).toLowerCase(Locale.ROOT) + "."));
    }

    /** {@return the word as it is stored and shown} */
    public String text() {
        return text;
    }

    /** What an action may report before it has ended anything. */
    public boolean isStarting() {
        return switch (this) {
            case REQUESTED, SCHEDULED, DELAYED, RUNNING, PENDING -> true;
            default -> false;
        };
    }

    /** A workflow in such a status has its next tasks started. */
    public boolean isRunning() {
        return switch (this) {
            case REQUESTED, SCHEDULED, DELAYED, RUNNING, RESUMING, RETRYING -> true;
            default -> false;
        };
    }

    /** Something is still going on, so that news will come. */
    public boolean isActive() {
        return switch (this) {
            case REQUESTED, SCHEDULED, DELAYED, RUNNING, RESUMING, PAUSING, CANCELING -> true;
            default -> false;
        };
    }

    /** Ended, and not well. */
    public boolean isAbended() {
        return this == FAILED || this == TIMEOUT || this == ABANDONED;
    }

    public boolean isCompleted() {
        return isAbended() || this == SUCCEEDED || this == CANCELED;
    }

    public boolean isPause() {
        return this == PAUSING || this == PAUSED;
    }

    public boolean isCancel() {
        return this == CANCELING || this == CANCELED;
    }
}
