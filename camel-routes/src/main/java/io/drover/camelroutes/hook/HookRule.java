package io.drover.camelroutes.hook;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the HTTP source of a route, as {@code routes} in {@code pack.yaml} says it.
 *
 * @param secret for {@code hmac}; may hold placeholders
 * @param header for {@code hmac}: where the caller puts the signature
 */
public record HookRule(Auth auth, String secret, String header) {
    /** As for the daemon's own webhooks: what counts where nothing is said. */
    public static final HookRule API = new HookRule(Auth.API, "", "");

    private static final String SIGNATURE = "X-Hub-Signature-256";

    /** The ways to tell a caller. */
    public enum Auth {
        API,
        NONE,
        HMAC
    }

    /**
     * Reads {@code {<route>: {auth: api | none | hmac, secret: …, header: …}}}.
     *
     * @throws IllegalArgumentException where a rule is wrong
     */
    public static Map<String, HookRule> read(@Nullable Object routes) {
        Map<String, HookRule> rules = new LinkedHashMap<>();
        if (routes instanceof Map<?, ?> map) {
            map.forEach((route, rule) -> {
                if (rule instanceof Map<?, ?> settings && settings.containsKey("auth")) {
                    rules.put(String.valueOf(route), one(String.valueOf(route), settings));
                }
            });
        }
        return rules;
    }

    private static HookRule one(String route, Map<?, ?> settings) {
        String auth = String.valueOf(settings.get("auth"));
        return switch (auth) {
            case "api" -> API;
            case "none" -> new HookRule(Auth.NONE, "", "");
            case "hmac" -> signed(route, settings);
            default ->
                throw new IllegalArgumentException("Expected 'api', 'none' or 'hmac' as 'auth' of the route '" + route
                        + "', but found '" + auth + "'.");
        };
    }

    private static HookRule signed(String route, Map<?, ?> settings) {
        Object secret = settings.get("secret");
        if (secret == null || secret.toString().isEmpty()) {
            throw new IllegalArgumentException("Expected a 'secret' beside 'auth: hmac' of the route '" + route
                    + "', but there is none. Write one, best as a placeholder such as \"{{hook_secret}}\".");
        }
        Object header = settings.get("header");
        return new HookRule(Auth.HMAC, secret.toString(), header == null ? SIGNATURE : header.toString());
    }
}
