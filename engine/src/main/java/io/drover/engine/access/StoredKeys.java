package io.drover.engine.access;

import io.drover.engine.api.Keys;
import io.drover.engine.ids.Ids;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** API keys; the hashes are kept in memory, so that asking who one is costs no query. */
final class StoredKeys implements Keys {
    /** StackStorm's fixed salt: its stored keys go on working (platform spec 10.1). */
    private static final String SALT = "saltnpepper";

    private static final int KEY_BYTES = 32;

    private final AccessBook book;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, ApiKey> byHash = new ConcurrentHashMap<>();

    StoredKeys(AccessBook book, Ids ids, InstantSource clock) {
        this.book = book;
        this.ids = ids;
        this.clock = clock;
        refresh();
    }

    /** Reads them again: the database may hold other ones after a commit whose outcome is unknown. */
    synchronized void refresh() {
        Map<String, ApiKey> stored = new HashMap<>();
        list().forEach(key -> stored.put(key.keyHash(), key));
        byHash.keySet().retainAll(stored.keySet());
        byHash.putAll(stored);
    }

    @Override
    public Created create(
            String user,
            Map<String, @Nullable Object> metadata,
            boolean enabled,
            @Nullable String keyHash,
            Principal by) {
        String secret = keyHash == null ? newKey() : null;
        String hash = secret == null ? String.valueOf(keyHash) : hash(secret);
        ApiKey known = byHash.get(hash);
        if (known != null) {
            throw DroverException.alreadyExists(
                    "An API key with this hash exists already. Update or delete that one.", known.id());
        }
        ApiKey key = new ApiKey(ids.next(), user, hash, metadata, enabled, clock.instant());
        put(key, "created", by);
        return new Created(key, secret);
    }

    @Override
    public List<ApiKey> list() {
        return book.store().read(transaction -> transaction.apiKeys().list());
    }

    @Override
    public Optional<ApiKey> find(String idOrKey) {
        Optional<ApiKey> named =
                book.store().read(transaction -> transaction.apiKeys().find(idOrKey));
        return named.isPresent() ? named : Optional.ofNullable(byHash.get(hash(idOrKey)));
    }

    @Override
    public ApiKey update(
            String idOrKey, String user, Map<String, @Nullable Object> metadata, boolean enabled, Principal by) {
        ApiKey current = require(idOrKey);
        ApiKey changed = new ApiKey(current.id(), user, current.keyHash(), metadata, enabled, current.createdAt());
        put(changed, "changed", by);
        return changed;
    }

    @Override
    public synchronized void delete(String idOrKey, Principal by) {
        ApiKey key = require(idOrKey);
        book.commit(batch -> {
            batch.also(transaction -> transaction.apiKeys().remove(key.id()));
            batch.append(Asked.by(by, "deleted", "api key", key.id(), clock.instant()));
        });
        byHash.remove(key.keyHash());
    }

    @Override
    public Optional<Principal> authenticate(String key) {
        ApiKey found = byHash.get(hash(key));
        if (found == null) {
            return Optional.empty();
        }
        if (!found.enabled()) {
            throw DroverException.of(ErrorCode.UNAUTHENTICATED, "API key is disabled.");
        }
        if (!book.roster().isLetIn(found.user())) {
            throw DroverException.of(ErrorCode.UNAUTHENTICATED, "The user of the API key is disabled.");
        }
        return Optional.of(new Principal(found.user(), book.roster().rolesOf(found.user()), "API key"));
    }

    private synchronized void put(ApiKey key, String what, Principal by) {
        book.commit(batch -> {
            batch.also(transaction -> transaction.apiKeys().put(key));
            batch.append(
                    Asked.by(by, what, "api key", key.id(), clock.instant()).with("user", key.user()));
        });
        byHash.put(key.keyHash(), key);
    }

    private ApiKey require(String idOrKey) {
        return find(idOrKey)
                .orElseThrow(() -> DroverException.notFound(
                        "ApiKey matching identifier \"" + idOrKey + "\" not found. 'drover apikey list' shows all."));
    }

    private String newKey() {
        return Base64.getEncoder().encodeToString(Hashes.randomBytes(KEY_BYTES));
    }

    private static String hash(String key) {
        return Hashes.sha512(SALT + key);
    }
}
