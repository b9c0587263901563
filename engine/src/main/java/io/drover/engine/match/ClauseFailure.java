package io.drover.engine.match;

import io.drover.model.error.DroverException;
import org.jspecify.annotations.Nullable;

/** A clause could not be decided for an event: the rule does not match, and a failed enforcement says why. */
public final class ClauseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean overBudget;
    private final @Nullable DroverException away;

    /** Says for people what was tried, what was found and what to do. */
    public ClauseFailure(String reason) {
        this(reason, false, null);
    }

    private ClauseFailure(String reason, boolean overBudget, @Nullable DroverException away) {
        super(reason, null, false, false);
        this.reason = reason;
        this.overBudget = overBudget;
        this.away = away;
    }

    /** What the clause asks for does not answer: nothing can be said now about the event. */
    static ClauseFailure away(DroverException unavailable) {
        return new ClauseFailure(unavailable.getMessage(), false, unavailable);
    }

    /** The clause asked for more than one event may take of the time of all others. */
    static ClauseFailure overBudget(String reason) {
        return new ClauseFailure(reason, true, null);
    }

    /** {@return what was found and what was expected} */
    public String reason() {
        return reason;
    }

    /** {@return why the event cannot be decided now; null where it can, and the clause failed} */
    public @Nullable DroverException away() {
        return away;
    }

    /** {@return whether the clause was stopped, because it took too much time or memory} */
    public boolean isOverBudget() {
        return overBudget;
    }
}
