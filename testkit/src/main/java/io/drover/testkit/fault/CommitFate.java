package io.drover.testkit.fault;

/** What becomes of a commit. */
public enum CommitFate {
    /** It is made and the caller hears of it. */
    MADE,
    /** It is not made: the transaction is rolled back, and the caller is told that the connection broke. */
    REFUSED,
    /** It is made, but the caller is told that the connection broke, exactly as if it had not been. */
    MADE_BUT_UNHEARD
}
