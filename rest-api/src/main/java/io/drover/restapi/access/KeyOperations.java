package io.drover.restapi.access;

import io.drover.engine.api.Keys;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.http.Times;
import io.drover.restapi.shape.PackShapes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API keys, and who one is. */
public final class KeyOperations {
    private static final int KEYS = 50;
    private static final Set<String> KEY =
            Set.of("id", "uid", "user", "key_hash", "metadata", "created_at", "enabled", "key");

    private final Keys keys;
    private final boolean authEnabled;

    public KeyOperations(Keys keys, boolean authEnabled) {
        this.keys = keys;
        this.authEnabled = authEnabled;
    }

    public Answer list(Call call) {
        boolean shown = showsSecrets(call);
        return MemoryList.answer(call, keys.list(), KEYS, Attributes.ALL, key -> PackShapes.apiKey(key, shown));
    }

    public Answer get(Call call) {
        return Answer.ok(PackShapes.apiKey(key(call), showsSecrets(call)));
    }

    /** Makes a key; {@code key} of the answer is shown this once. With {@code key_hash} one that exists elsewhere. */
    public Answer create(Call call) {
        Fields fields = call.fields().onlyOf(KEY);
        String user = fields.text("user", call.principal().user());
        requireOwn(call, user);
        Keys.Created created = keys.create(
                user,
                fields.object("metadata"),
                fields.flag("enabled", true),
                fields.textOr("key_hash", null),
                call.principal());
        Map<String, @Nullable Object> shape = PackShapes.apiKey(created.key(), false);
        String secret = created.secret();
        if (secret != null) {
            shape.remove("key_hash");
            shape.put("key", secret);
        }
        return Answer.json(201, shape);
    }

    /** Changes user, metadata and {@code enabled}; what is not given stays. */
    public Answer update(Call call) {
        Fields fields = call.fields().onlyOf(KEY);
        ApiKey key = key(call);
        String hash = fields.textOr("key_hash", null);
        if (hash != null && !hash.equals(key.keyHash()) && !hash.equals(PackShapes.MASK)) {
            throw DroverException.invalid(
                    "Expected the key's own 'key_hash' or none, but found another. Make a new key.");
        }
        requireOwn(call, fields.text("user", key.user()));
        ApiKey changed = keys.update(
                key.id(),
                fields.text("user", key.user()),
                fields.values().get("metadata") == null ? key.metadata() : fields.object("metadata"),
                fields.flag("enabled", key.enabled()),
                call.principal());
        return Answer.ok(PackShapes.apiKey(changed, false));
    }

    public Answer delete(Call call) {
        keys.delete(key(call).id(), call.principal());
        return Answer.noContent();
    }

    /** Who one is. */
    public Answer user(Call call) {
        Principal principal = call.principal();
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("username", principal.user());
        shape.put("authentication", authentication(principal, call.location()));
        shape.put(
                "rbac",
                Map.of(
                        "enabled", authEnabled,
                        "roles", principal.roles().stream().sorted().toList(),
                        "is_admin", principal.isAdmin()));
        return Answer.ok(shape);
    }

    private static Map<String, @Nullable Object> authentication(Principal principal, String location) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("method", principal.method());
        shape.put("location", location);
        if (principal.method().equals(Principal.TOKEN)) {
            // StackStorm's client asks for it of every token; that of the administrator has no time
            Instant until = principal.until();
            shape.put("token_expire", until == null ? null : Times.text(until));
        }
        return shape;
    }

    // a key of another user is a way to be that user
    private static void requireOwn(Call call, String user) {
        if (!user.equals(call.principal().user()) && !call.principal().isAdmin()) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "The keys of other users, such as '" + user + "', are for administrators.");
        }
    }

    private ApiKey key(Call call) {
        String idOrKey = call.at("key");
        return keys.find(idOrKey)
                .orElseThrow(() -> DroverException.notFound("No API key with this id, and none that reads so."));
    }

    private static boolean showsSecrets(Call call) {
        return call.flag("show_secrets") && call.principal().isAdmin();
    }
}
