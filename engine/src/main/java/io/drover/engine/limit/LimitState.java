package io.drover.engine.limit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a limit remembers for a key. */
interface LimitState {

    /** {@return when something comes of it by time alone, be it only that it is forgotten} */
    Instant due();

    /** {@return what is stored of it} */
    Map<String, @Nullable Object> document();

    /** {@return when the oldest event was accepted to which it refers; null where it refers to none} */
    default @Nullable Instant since() {
        return null;
    }
}
