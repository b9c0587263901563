package io.drover.persistence.sql;

import io.drover.model.pack.Ref;
import org.jspecify.annotations.Nullable;

/** Refs as they are stored: {@code pack.name}. */
public final class Refs {
    private Refs() {}

    /** {@return the text of a ref; null stays null} */
    public static @Nullable String stored(@Nullable Ref ref) {
        return ref == null ? null : ref.toString();
    }

    /** {@return the ref of a text; null stays null} */
    public static @Nullable Ref restored(@Nullable String text) {
        return text == null ? null : Ref.parse(text);
    }
}
