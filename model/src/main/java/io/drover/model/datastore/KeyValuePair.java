package io.drover.model.datastore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A text that is kept under a name.
 *
 * @param value the text; where it is secret, its ciphertext
 * @param expires until when it is there; null: for ever
 * @param version another one after each change, never the same again
 */
public record KeyValuePair(
        Key key, String value, boolean secret, @Nullable Instant expires, String version) {

    /** {@return whether it is there at a time} */
    public boolean isThereAt(Instant now) {
        return expires == null || expires.isAfter(now);
    }
}
