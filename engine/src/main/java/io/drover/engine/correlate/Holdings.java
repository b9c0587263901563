package io.drover.engine.correlate;

import org.jspecify.annotations.Nullable;

/** How much the rules of a correlation hold together, of what they may. Changed by one thread. */
public final class Holdings {
    private final long most;
    private final @Nullable HeldTogether all;
    private volatile long held;

    /** @param most what is too much is more than this */
    public Holdings(long most) {
        this(most, null);
    }

    /** @param all what it is a part of; null where it is bounded alone */
    Holdings(long most, @Nullable HeldTogether all) {
        this.most = most;
        this.all = all;
    }

    void add(long more) {
        if (more != 0) {
            // by one thread alone
            long now = held + more;
            held = now;
            if (all != null) {
                all.add(more);
            }
        }
    }

    long held() {
        return held;
    }

    boolean areTooMuch() {
        return held > most || (all != null && all.isTooMuchBy(this));
    }

    /** {@return of what there is too much, in words} */
    String excess() {
        return held > most || all == null
                ? "the rules of its pack held more than " + most + " (rule.most-held)"
                : "the rules of all packs held more than " + all.most()
                        + " together, which is what the daemon's memory has room for (DROVER_HEAP)";
    }

    /** They hold nothing any more. */
    void end() {
        if (all != null) {
            all.leave(this);
        }
    }
}
