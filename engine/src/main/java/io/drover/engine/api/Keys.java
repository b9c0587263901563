package io.drover.engine.api;

import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API keys, and who one is by them. */
public interface Keys {

    /**
     * A key just made.
     *
     * @param secret what the program shows; null where the caller gave the hash
     */
    record Created(ApiKey key, @Nullable String secret) {}

    /**
     * Makes a key.
     *
     * @param keyHash of a key that exists elsewhere; null: a new key is made
     */
    Created create(
            String user,
            Map<String, @Nullable Object> metadata,
            boolean enabled,
            @Nullable String keyHash,
            Principal by);

    List<ApiKey> list();

    /** Finds a key by its id or by the key itself. */
    Optional<ApiKey> find(String idOrKey);

    ApiKey update(String idOrKey, String user, Map<String, @Nullable Object> metadata, boolean enabled, Principal by);

    void delete(String idOrKey, Principal by);

    /**
     * Tells on whose behalf a key asks; from memory.
     *
     * @return empty where there is no such key
     * @throws io.drover.model.error.DroverException {@code UNAUTHENTICATED} where it is switched off
     */
    Optional<Principal> authenticate(String key);
}
