package io.drover.restapi.fake;

import io.drover.engine.api.Datastore;
import io.drover.model.access.Principal;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A datastore in memory, whose ciphertexts are the hex of the text. */
public final class FakeDatastore implements Datastore {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<Key, KeyValuePair> pairs = Collections.synchronizedMap(new LinkedHashMap<>());

    @Override
    public Optional<KeyValuePair> find(Key key) {
        return Optional.ofNullable(pairs.get(key));
    }

    @Override
    public Listing<KeyValuePair> list(Selection selection, Query query) {
        Set<String> names = query.equal().getOrDefault("name", Set.of());
        List<KeyValuePair> found = pairs.values().stream()
                .filter(pair -> pair.key().scope() == Scope.SYSTEM
                        ? selection.system()
                        : Objects.equals(pair.key().user(), selection.user()))
                .filter(pair -> pair.key().name().startsWith(selection.prefix()))
                .filter(pair -> names.isEmpty() || names.contains(pair.key().name()))
                .toList();
        Stream<KeyValuePair> page = found.stream().skip(query.offset());
        return new Listing<>((query.limit() < 0 ? page : page.limit(query.limit())).toList(), found.size());
    }

    @Override
    public String reveal(KeyValuePair pair) {
        return pair.secret() ? decrypted(pair.value()) : pair.value();
    }

    @Override
    public KeyValuePair set(Key key, Value value, @Nullable String expected, Principal by) {
        KeyValuePair old = pairs.get(key);
        check(old, expected);
        if (value.form() == Form.ENCRYPTED) {
            String unused = decrypted(value.text());
        }
        KeyValuePair pair = new KeyValuePair(
                key,
                value.form() == Form.SECRET
                        ? HexFormat.of().formatHex(value.text().getBytes(StandardCharsets.UTF_8))
                        : value.text(),
                value.form() != Form.PLAIN,
                value.timeToLive() == null ? null : NOW.plus(value.timeToLive()),
                "v" + (old == null ? 1 : Integer.parseInt(old.version().substring(1)) + 1));
        pairs.put(key, pair);
        return pair;
    }

    @Override
    public void delete(Key key, @Nullable String expected, Principal by) {
        KeyValuePair old = pairs.get(key);
        check(old, expected);
        if (pairs.remove(key) == null) {
            throw DroverException.notFound(
                    "The key \"" + key.name() + "\" does not exist in the StackStorm datastore.");
        }
    }

    private static void check(@Nullable KeyValuePair old, @Nullable String expected) {
        boolean met = expected == null || (old != null && (expected.equals("*") || expected.equals(old.version())));
        if (!met) {
            throw DroverException.of(ErrorCode.PRECONDITION_FAILED, "Another version is there.");
        }
    }

    private static String decrypted(String ciphertext) {
        try {
            return new String(HexFormat.of().parseHex(ciphertext), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DroverException.invalid("This is not encrypted.");
        }
    }
}
