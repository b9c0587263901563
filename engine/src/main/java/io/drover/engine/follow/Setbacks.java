package io.drover.engine.follow;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Counts failures in a row that no waiting mends, so that rules which take the same events for ever are noticed. Used by one thread. */
public final class Setbacks {
    /** One may come of two nodes that wrote at the same time. */
    private static final int MANY = 3;

    private @Nullable Object place;
    private int count;

    /**
     * Takes down a failure.
     *
     * @param committed tells how far the last commit came; where it is another than before, the count begins anew
     * @return whether it is the same again and again
     */
    public boolean isStuck(DroverException failure, Object committed) {
        if (failure.code() == ErrorCode.UNAVAILABLE || failure.code() == ErrorCode.CONFLICT) {
            return false;
        }
        count = committed.equals(place) ? count + 1 : 1;
        place = committed;
        return count >= MANY;
    }
}
