package io.drover.model.store;

import io.drover.model.access.ApiKey;
import java.util.List;
import java.util.Optional;

/** The keys of programs. */
public interface ApiKeys {

    /** Inserts a key, or replaces the one with the same id. */
    void put(ApiKey key);

    Optional<ApiKey> find(String id);

    Optional<ApiKey> findByHash(String keyHash);

    List<ApiKey> list();

    boolean remove(String id);
}
