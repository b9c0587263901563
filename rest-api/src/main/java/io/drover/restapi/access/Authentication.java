package io.drover.restapi.access;

import io.drover.engine.api.Keys;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.http.QueryParams;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. The places are looked at in StackStorm's order, and the first that holds something decides: header
 * {@code X-Auth-Token}, header {@code St2-Api-Key}, the query parameters of the same names, cookie {@code auth-token}.
 */
public final class Authentication {
    private static final String TOKEN = "X-Auth-Token";
    private static final String UNAUTHORIZED = "Unauthorized - ";
    private static final String API_KEY = "St2-Api-Key";

    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean enabled;
    private final List<Authenticator> tokens;
    private final Keys keys;
    private final Consumer<String> turnedAway;

    /** Somebody, and the place where the proof was found. */
    public record Caller(Principal principal, String location) {}

    /**
     * Tells callers by tokens and keys.
     *
     * @param enabled whether a proof is asked for; without it everybody is the system's own user
     * @param turnedAway is told from where somebody came with a proof that is worth nothing
     */
    public Authentication(boolean enabled, List<Authenticator> tokens, Keys keys, Consumer<String> turnedAway) {
        this.enabled = enabled;
        this.tokens = List.copyOf(tokens);
        this.keys = keys;
        this.turnedAway = turnedAway;
    }

    /** The token of the administrator, asked for anew each time; null or empty: there is none. */
    public static Authenticator admin(Supplier<@Nullable String> token) {
        return given -> {
            String expected = token.get();
            boolean same = expected != null
                    && !expected.isEmpty()
                    && MessageDigest.isEqual(
                            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
            return same
                    ? Optional.of(new Principal("admin", Set.of(Principal.ADMIN), Principal.TOKEN))
                    : Optional.empty();
        };
    }

    /** Tells who is asking, or refuses with {@code UNAUTHENTICATED}. */
    public Caller caller(HttpServerRequest request) {
        return caller(request, null);
    }

    /**
     * Tells who is asking, or refuses with {@code UNAUTHENTICATED}.
     *
     * @param otherwise whose a request without a proof is; null: it is refused
     */
    public Caller caller(HttpServerRequest request, @Nullable Principal otherwise) {
        if (!enabled) {
            return new Caller(new Principal("stanley", Set.of(Principal.ADMIN), "none"), "none");
        }
        Optional<Caller> caller;
        try {
            caller = proved(request);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.UNAUTHENTICATED) {
                turnedAway.accept(Addresses.of(request));
            }
            throw e;
        }
        return caller.or(() -> Optional.ofNullable(otherwise).map(somebody -> new Caller(somebody, "none")))
                .orElseThrow(() -> unauthorized(UNAUTHORIZED + "One of Token or API key required."));
    }

    /** {@return who proves to be whom; empty where no proof is shown} */
    private Optional<Caller> proved(HttpServerRequest request) {
        String token = request.getHeader(TOKEN);
        if (token != null) {
            return Optional.of(new Caller(byToken(token), "header"));
        }
        String key = request.getHeader(API_KEY);
        if (key != null) {
            return Optional.of(new Caller(byKey(key), "header"));
        }
        MultiMap query = QueryParams.of(request);
        token = query.get(TOKEN);
        if (token != null) {
            return Optional.of(new Caller(byToken(token), "query"));
        }
        key = query.get(API_KEY);
        if (key != null) {
            return Optional.of(new Caller(byKey(key), "query"));
        }
        Cookie cookie = request.getCookie("auth-token");
        if (cookie != null) {
            requireOwnPage(request);
            return Optional.of(new Caller(byToken(cookie.getValue()), "cookie"));
        }
        return Optional.empty();
    }

    // a browser sends a cookie whoever's page made it ask: only our own pages may change something with it
    private static void requireOwnPage(HttpServerRequest request) {
        if (LOOKING.contains(request.method().name())) {
            return;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        boolean own = origin != null
                && host != null
                && origin.replaceFirst("^https?://", "").equals(host);
        if (!own && !"same-origin".equals(site)) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "Expected a request of a page of this daemon, as it is a cookie that proves who asks. Send the token"
                            + " in the header X-Auth-Token instead.");
        }
        if (site != null && !site.equals("same-origin")) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED, "A page of another site asked with a cookie of this daemon.");
        }
    }

    private Principal byToken(String token) {
        for (Authenticator authenticator : tokens) {
            Optional<Principal> known = authenticator.authenticate(token);
            if (known.isPresent()) {
                return known.orElseThrow();
            }
        }
        throw unauthorized(UNAUTHORIZED + "Token not found or expired.");
    }

    private Principal byKey(String key) {
        try {
            return keys.authenticate(key).orElseThrow(() -> unauthorized(UNAUTHORIZED + "API key not found."));
        } catch (DroverException e) {
            throw e.code() == ErrorCode.UNAUTHENTICATED && !e.getMessage().startsWith(UNAUTHORIZED)
                    ? DroverException.of(ErrorCode.UNAUTHENTICATED, UNAUTHORIZED + e.getMessage(), e)
                    : e;
        }
    }

    private static DroverException unauthorized(String message) {
        return DroverException.of(ErrorCode.UNAUTHENTICATED, message);
    }
}
