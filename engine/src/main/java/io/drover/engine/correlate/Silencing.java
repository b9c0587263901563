package io.drover.engine.correlate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says whether somebody keeps a match from its actions: a silence, a maintenance window, a freeze. */
@FunctionalInterface
public interface Silencing {
    /** Nobody does. */
    Silencing NONE = match -> null;

    /** {@return what keeps a match from its actions; null where nothing does} */
    @Nullable
    Silenced of(Match match);

    /**
     * What keeps matches from their actions.
     *
     * @param limit {@code silence} or {@code freeze}
     * @param key its id
     * @param window since when
     */
    record Silenced(String limit, String key, Instant window) {}
}
