package io.drover.model.access;

import io.drover.model.json.JsonValues;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * With what somebody who logged in asks until it expires.
 *
 * @param hash SHA-256 of the token in hex; the token itself is shown once and never kept
 * @param service whether a part of the platform asks with it, not a person
 */
public record AccessToken(
        String id,
        String user,
        String hash,
        Instant expiry,
        Map<String, @Nullable Object> metadata,
        boolean service,
        Instant createdAt) {
    public AccessToken {
        metadata = JsonValues.copyOf(metadata);
    }
}
