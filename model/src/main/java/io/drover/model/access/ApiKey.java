package io.drover.model.access;

import io.drover.model.json.JsonValues;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key with which a program asks on behalf of a user.
 *
 * @param keyHash SHA-512 of the key in hex, as StackStorm stores it; the key itself is shown once and never kept
 */
public record ApiKey(
        String id,
        String user,
        String keyHash,
        Map<String, @Nullable Object> metadata,
        boolean enabled,
        Instant createdAt) {
    public ApiKey {
        metadata = JsonValues.copyOf(metadata);
    }
}
