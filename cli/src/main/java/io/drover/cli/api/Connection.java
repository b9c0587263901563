package io.drover.cli.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the REST API is, and as whom to speak to it.
 *
 * @param api the address that paths are appended to, such as {@code http://127.0.0.1:9101/v1}
 * @param token what goes into {@code X-Auth-Token}
 * @param apiKey what goes into {@code St2-Api-Key}; asked only where there is no token
 */
public record Connection(
        String api, @Nullable String token, @Nullable String apiKey) {

    /** {@return the address of version 1 of the API, from what users write: with or without {@code /v1} and slash} */
    public static String apiAddress(String url) {
        String address = withoutSlash(url.strip());
        String complete = address.contains("://") ? address : "http://" + address;
        return complete.endsWith("/v1") ? complete : complete + "/v1";
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? withoutSlash(url.substring(0, url.length() - 1)) : url;
    }

    Optional<String[]> credential() {
        if (token != null) {
            return Optional.of(new String[] {"X-Auth-Token", token});
        }
        return apiKey == null ? Optional.empty() : Optional.of(new String[] {"St2-Api-Key", apiKey});
    }

    @Override
    public String toString() {
        return "Connection[api=" + api + "]";
    }
}
