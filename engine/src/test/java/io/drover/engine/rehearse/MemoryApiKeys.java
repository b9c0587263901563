package io.drover.engine.rehearse;

import io.drover.model.access.ApiKey;
import io.drover.model.store.ApiKeys;
import java.util.List;
import java.util.Optional;

/** API keys by id. */
record MemoryApiKeys(Table<ApiKey> keys) implements ApiKeys {

    @Override
    public void put(ApiKey key) {
        keys.put(key.id(), key);
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return keys.find(id);
    }

    @Override
    public Optional<ApiKey> findByHash(String keyHash) {
        return keys.stream().filter(key -> key.keyHash().equals(keyHash)).findFirst();
    }

    @Override
    public List<ApiKey> list() {
        return keys.all();
    }

    @Override
    public boolean remove(String id) {
        return keys.remove(id);
    }
}
