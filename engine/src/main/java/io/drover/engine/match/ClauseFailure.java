package io.drover.engine.match;

/** A clause could not be decided for an event: the rule does not match, and a failed enforcement says why. */
public final class ClauseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Says for people what was tried, what was found and what to do. */
    public ClauseFailure(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** {@return what was found and what was expected} */
    public String reason() {
        return reason;
    }
}
