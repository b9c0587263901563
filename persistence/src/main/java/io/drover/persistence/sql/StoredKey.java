package io.drover.persistence.sql;

import io.drover.model.text.Sha256;
import java.nio.charset.StandardCharsets;

/** Keys of any length as they stand in an index: an index entry of PostgreSQL holds less than 3 KB. */
public final class StoredKey {
    /** Shorter than a hash, so that no key is stored like the hash of another. */
    private static final int LONGEST_PLAIN = 63;

    private StoredKey() {}

    /** {@return what stands for a key: itself, or the hash of a long one} */
    public static String of(String key) {
        return key.length() <= LONGEST_PLAIN ? key : Sha256.hex(key.getBytes(StandardCharsets.UTF_16BE));
    }
}
