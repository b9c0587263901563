package io.drover.engine.correlate;

import io.drover.model.pack.Ref;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something of a rule that waits for the clock. */
interface Waiting {
    Ref rule();

    /** {@return its key; null for the limits of a rule, which come before its keys} */
    @Nullable
    String key();

    /** {@return when it decides; null where it waits for nothing} */
    @Nullable
    Instant due();

    /** Decides the first that is due. */
    void decide(Instant due);

    /** Is told that it is not looked at any more. */
    default void settled() {}

    /** {@return when {@link Dues} looks at it; null where it does not} */
    @Nullable
    Instant planned();

    void planned(@Nullable Instant at);

    /** {@return whether the clock need not have passed its time, but only have reached it} */
    default boolean isInclusive() {
        return key() == null;
    }
}
