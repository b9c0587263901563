package io.drover.engine.follow;

import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.Set;

/** A thread that runs rules, one of which may not come back. */
public interface Watched {
    /** {@return whether it has been busy with one thing for longer than a time} */
    boolean isStuck(Duration patience);

    /** {@return the rules that it is busy with right now} */
    Set<Ref> busyWith();
}
