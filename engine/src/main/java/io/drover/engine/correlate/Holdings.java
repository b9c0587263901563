package io.drover.engine.correlate;

/** How much the rules of a correlation hold together. */
final class Holdings {
    private final long most;
    private long held;

    /** @param most what is too much is more than this */
    Holdings(long most) {
        this.most = most;
    }

    void add(long more) {
        held += more;
    }

    boolean areTooMuch() {
        return held > most;
    }
}
