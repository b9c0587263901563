package io.drover.restapi.access;

import io.drover.engine.api.Logins;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens, as StackStorm's auth service gives them (platform spec 10.1). */
public final class TokenOperations {
    private static final Set<String> REQUEST = Set.of(
            "id", "user", "token", "ttl", "expiry", "metadata", "service", "impersonate_user", "nickname_origin");
    private static final String BASIC = "basic ";

    private final Logins logins;
    private final @Nullable Proxy proxy;
    private final Supplier<String> url;

    /**
     * The operations.
     *
     * @param proxy who vouches for people; null: they say their passwords
     * @param url where the API is
     */
    public TokenOperations(Logins logins, @Nullable Proxy proxy, Supplier<String> url) {
        this.logins = logins;
        this.proxy = proxy;
        this.url = url;
    }

    private record Credentials(String user, String password) {
        /** Tells nothing, so that no log ever does. */
        @Override
        public String toString() {
            return "credentials";
        }
    }

    /** Logs in, by Basic authentication or through the proxy. */
    public CompletionStage<Answer> create(Call call) {
        Fields fields = call.fields().onlyOf(REQUEST);
        Logins.Wish wish = new Logins.Wish(time(fields), fields.object("metadata"), fields.flag("service", false));
        Proxy vouching = proxy;
        if (vouching != null) {
            String user = vouching.user(call.address(), call.headers());
            if (user == null) {
                throw wrong();
            }
            requireSelf(fields, user);
            return CompletableFuture.completedFuture(
                    answer(logins.vouched(user, vouching.groups(call.headers()), wish, call.address())));
        }
        Credentials credentials = credentials(call.headers().get("Authorization"));
        requireSelf(fields, credentials.user());
        return logins.login(credentials.user(), credentials.password(), wish, call.address())
                .thenApply(this::answer);
    }

    private static @Nullable Duration time(Fields fields) {
        Object ttl = fields.values().get("ttl");
        if (ttl == null) {
            return null;
        }
        if (ttl instanceof Long seconds && seconds >= 1 && seconds <= Integer.MAX_VALUE) {
            return Duration.ofSeconds(seconds);
        }
        throw DroverException.invalid("Expected as 'ttl' a whole number of seconds from 1 on, but found " + ttl + ".");
    }

    private static void requireSelf(Fields fields, String user) {
        for (String field : Set.of("user", "impersonate_user")) {
            String other = fields.textOr(field, null);
            if (other != null && !other.equals(user)) {
                throw DroverException.invalid("User '" + user + "' is no service and cannot get a token for '" + other
                        + "'. Leave '" + field + "' out.");
            }
        }
    }

    private static Credentials credentials(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            throw wrong();
        }
        try {
            String both = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            if (colon < 1) {
                throw wrong();
            }
            return new Credentials(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw DroverException.of(ErrorCode.UNAUTHENTICATED, "Invalid or missing credentials", e);
        }
    }

    private static DroverException wrong() {
        return DroverException.of(ErrorCode.UNAUTHENTICATED, "Invalid or missing credentials");
    }

    private Answer answer(Logins.Issued issued) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", issued.token().id());
        shape.put("user", issued.token().user());
        shape.put("token", issued.text());
        shape.put("expiry", Times.text(issued.token().expiry()));
        shape.put("metadata", issued.token().metadata());
        shape.put("service", issued.token().service());
        return Answer.json(201, shape).with("X-API-URL", url.get());
    }

    /** {@code {token}} gives {@code {valid}}. */
    public Answer validate(Call call) {
        String token = call.fields().onlyOf(Set.of("token")).text("token");
        return Answer.ok(Map.of("valid", logins.authenticate(token).isPresent()));
    }

    /** Makes the caller's own token worth nothing. */
    public Answer delete(Call call) {
        String token = call.headers().get("X-Auth-Token");
        if (token == null || !logins.revoke(token, call.principal())) {
            throw DroverException.invalid("Expected in the header X-Auth-Token a token that was got by logging in."
                    + " Keys, and the token of the daemon's machine, are not logged out.");
        }
        return Answer.noContent();
    }

    /** There is no single sign-on. */
    public Answer sso(Call call) {
        return Answer.ok(Map.of("enabled", false));
    }
}
