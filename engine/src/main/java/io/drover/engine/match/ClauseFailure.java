package io.drover.engine.match;

/** A clause could not be decided for an event: the rule does not match, and a failed enforcement says why. */
public final class ClauseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean overBudget;

    /** Says for people what was tried, what was found and what to do. */
    public ClauseFailure(String reason) {
        this(reason, false);
    }

    private ClauseFailure(String reason, boolean overBudget) {
        super(reason, null, false, false);
        this.reason = reason;
        this.overBudget = overBudget;
    }

    /** The clause asked for more than one event may take of the time of all others. */
    static ClauseFailure overBudget(String reason) {
        return new ClauseFailure(reason, true);
    }

    /** {@return what was found and what was expected} */
    public String reason() {
        return reason;
    }

    /** {@return whether the clause was stopped, because it took too much time or memory} */
    public boolean isOverBudget() {
        return overBudget;
    }
}
