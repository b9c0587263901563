package io.drover.restapi.datastore;

import io.drover.engine.api.Datastore;
import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Selection;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.shape.PairShape;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The datastore (platform spec 1.6, "Keys"). What has a version is answered with it as {@code ETag}. */
public final class PairOperations {
    private static final int PAIRS = 100;
    private static final String ALL = "all";
    private static final Set<String> FILTERS = Set.of("id", "name");
    private static final Set<String> PAIR = Set.of(
            "id",
            "uid",
            "name",
            "description",
            "value",
            "secret",
            "encrypted",
            "scope",
            "expire_timestamp",
            "ttl",
            "user");

    private final Datastore datastore;

    public PairOperations(Datastore datastore) {
        this.datastore = datastore;
    }

    /** To what calls ask for their permissions: one's own keys are nobody else's concern. */
    public static @Nullable Resource subject(Call call) {
        boolean sets = call.body().length() > 0;
        Map<String, @Nullable Object> body = sets ? call.fields().values() : Map.of();
        Object given = body.getOrDefault("scope", call.param("scope"));
        String scopeName = given == null ? null : given.toString();
        String name = call.place().get("name");
        if (ALL.equals(scopeName) || (name == null && scope(scopeName) != Scope.USER)) {
            return null;
        }
        Scope scope = scope(scopeName);
        String uid = "key_value_pair:" + scope.word() + ":" + (name == null ? "" : name);
        Object user = body.getOrDefault("user", call.param("user"));
        return scope == Scope.USER
                ? Resource.owned(
                        uid,
                        user == null || user.toString().isEmpty()
                                ? call.principal().user()
                                : user.toString())
                : Resource.of(uid);
    }

    /** Lists pairs; {@code scope=all}: those of everybody, and the caller's own. */
    public Answer list(Call call) {
        String scopeName = call.param("scope");
        boolean all = ALL.equals(scopeName);
        Scope scope = all ? Scope.USER : scope(scopeName);
        String user = scope == Scope.USER ? user(call, call.param("user")) : noUser(call.param("user"));
        boolean clear = isDecrypting(call);
        Selection selection = new Selection(all || scope == Scope.SYSTEM, user, prefix(call));
        Paging paging = Paging.of(call, PAIRS);
        Listing<KeyValuePair> listing =
                datastore.list(selection, StoreList.of(call, paging, FILTERS).query());
        return paging.answer(
                listing.items().stream().map(pair -> shape(pair, clear)).toList(), listing.total());
    }

    private static String prefix(Call call) {
        String prefix = call.param("prefix");
        return prefix == null ? "" : prefix;
    }

    public Answer get(Call call) {
        boolean clear = isDecrypting(call);
        Key key = key(call, call.param("scope"), call.param("user"));
        KeyValuePair pair = datastore
                .find(key)
                .orElseThrow(() -> DroverException.notFound(
                        "The key \"" + key.name() + "\" does not exist in the StackStorm datastore."));
        return answer(pair, clear);
    }

    /** Sets a value, in place of the one that is there, if any. Scope and user may stand in the body or in the query. */
    public Answer set(Call call) {
        Fields fields = call.fields().onlyOf(PAIR);
        String user = fields.textOr("user", call.param("user"));
        // the st2 client may send an empty one for none
        Key key = key(call, fields.textOr("scope", call.param("scope")), user == null || user.isEmpty() ? null : user);
        boolean encrypted = fields.flag("encrypted", false);
        if (encrypted && !call.principal().isAdmin()) {
            throw denied("'encrypted' is for administrators.");
        }
        Form form = encrypted ? Form.ENCRYPTED : fields.flag("secret", false) ? Form.SECRET : Form.PLAIN;
        int seconds = fields.number("ttl", 0, Integer.MAX_VALUE);
        Datastore.Value value =
                new Datastore.Value(fields.text("value"), form, seconds == 0 ? null : Duration.ofSeconds(seconds));
        return answer(datastore.set(key, value, expected(call), call.principal()), false);
    }

    public Answer delete(Call call) {
        datastore.delete(key(call, call.param("scope"), call.param("user")), expected(call), call.principal());
        return Answer.noContent();
    }

    private Answer answer(KeyValuePair pair, boolean clear) {
        return Answer.ok(shape(pair, clear)).with("ETag", "\"" + pair.version() + "\"");
    }

    private Map<String, @Nullable Object> shape(KeyValuePair pair, boolean clear) {
        return PairShape.of(pair, clear ? datastore.reveal(pair) : null);
    }

    private static Key key(Call call, @Nullable String scopeName, @Nullable String user) {
        Scope scope = scope(scopeName);
        return new Key(scope, scope == Scope.USER ? user(call, user) : noUser(user), call.at("name"));
    }

    private static Scope scope(@Nullable String name) {
        return name == null
                ? Scope.SYSTEM
                : Scope.of(name)
                        .orElseThrow(() -> DroverException.invalid(
                                "Scope " + name + " is not in allowed scopes list: ['system', 'user', 'st2kv.system',"
                                        + " 'st2kv.user']."));
    }

    private static String user(Call call, @Nullable String asked) {
        Principal caller = call.principal();
        if (asked != null && !asked.equals(caller.user()) && !caller.isAdmin()) {
            throw denied("The keys of other users are for administrators.");
        }
        return asked == null ? caller.user() : asked;
    }

    private static @Nullable String noUser(@Nullable String asked) {
        if (asked != null) {
            throw DroverException.invalid(
                    "A user has keys in scope user alone, but '" + asked + "' was given with scope system.");
        }
        return null;
    }

    private static boolean isDecrypting(Call call) {
        boolean asked = call.flag("decrypt");
        if (asked && !call.principal().isAdmin()) {
            throw denied("Decrypted values are for administrators.");
        }
        return asked;
    }

    private static DroverException denied(String reason) {
        return DroverException.of(ErrorCode.PERMISSION_DENIED, reason);
    }

    /** {@return the version that has to be there} */
    private static @Nullable String expected(Call call) {
        String tag = call.headers().get("If-Match");
        if (tag == null || tag.isBlank()) {
            return null;
        }
        String bare = tag.strip();
        if (bare.equals(Datastore.ANY_VERSION)) {
            return bare;
        }
        if (bare.length() > 2
                && bare.startsWith("\"")
                && bare.endsWith("\"")
                && bare.indexOf('"', 1) == bare.length() - 1) {
            return bare.substring(1, bare.length() - 1);
        }
        throw DroverException.invalid("Expected one ETag in quotes, or *, as If-Match, but found '" + tag + "'.");
    }
}
