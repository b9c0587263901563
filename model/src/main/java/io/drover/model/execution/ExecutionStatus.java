package io.drover.model.execution;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where an execution stands, in StackStorm's words.
 *
 * <p>An execution moves only along {@link #canBecome}; from a completed status it never moves again.
 */
public enum ExecutionStatus {
    REQUESTED,
    SCHEDULED,
    DELAYED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMEOUT,
    ABANDONED,
    CANCELING,
    CANCELED,
    PENDING,
    PAUSING,
    PAUSED,
    RESUMING;

    private static final Set<ExecutionStatus> COMPLETED = EnumSet.of(SUCCEEDED, FAILED, TIMEOUT, ABANDONED, CANCELED);
    private static final Set<ExecutionStatus> CANCELABLE =
            EnumSet.of(REQUESTED, SCHEDULED, DELAYED, RUNNING, PAUSING, PAUSED, RESUMING);

    /** {@return whether an execution in this status may go to the next one} */
    public boolean canBecome(ExecutionStatus next) {
        return following().contains(next);
    }

    /** {@return whether this status is final} */
    public boolean isCompleted() {
        return COMPLETED.contains(this);
    }

    /** {@return whether an execution in this status can be asked to stop} */
    public boolean isCancelable() {
        return CANCELABLE.contains(this);
    }

    /** {@return the word of the API, for instance {@code succeeded}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()}. */
    public static ExecutionStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Set<ExecutionStatus> following() {
        return switch (this) {
            case REQUESTED -> EnumSet.of(DELAYED, SCHEDULED, RUNNING, FAILED, CANCELING, CANCELED, ABANDONED);
            case DELAYED -> EnumSet.of(REQUESTED, SCHEDULED, CANCELING, CANCELED);
            case SCHEDULED -> EnumSet.of(REQUESTED, DELAYED, RUNNING, FAILED, CANCELING, CANCELED, ABANDONED);
            case RUNNING ->
                EnumSet.of(SUCCEEDED, FAILED, TIMEOUT, ABANDONED, CANCELING, CANCELED, PENDING, PAUSING, REQUESTED);
            case CANCELING -> EnumSet.of(CANCELED, SUCCEEDED, FAILED, TIMEOUT, ABANDONED);
            case PENDING -> EnumSet.of(SUCCEEDED, FAILED, TIMEOUT, CANCELED, RUNNING);
            case PAUSING -> EnumSet.of(PAUSED, RESUMING, CANCELING, SUCCEEDED, FAILED, TIMEOUT, ABANDONED);
            case PAUSED -> EnumSet.of(RESUMING, CANCELING);
            case RESUMING -> EnumSet.of(RUNNING, CANCELING);
            case SUCCEEDED, FAILED, TIMEOUT, ABANDONED, CANCELED -> EnumSet.noneOf(ExecutionStatus.class);
        };
    }
}
