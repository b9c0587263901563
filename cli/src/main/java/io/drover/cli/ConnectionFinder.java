package io.drover.cli;

import io.drover.cli.api.Connection;
import io.drover.cli.api.SavedTokens;
import io.drover.cli.command.ConnectionOptions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the daemon and a credential for it: options first, then the variables of Drover, then those of st2, then the
 * token of who logged in, then what
 * the daemon on this machine left. The token it left goes to that daemon only, never to another address.
 */
record ConnectionFinder(Map<String, String> env) {
    private static final String DEFAULT_URL = "http://127.0.0.1:9101";

    Connection find(ConnectionOptions options) {
        Optional<Installation> installation = Installation.find(env);
        Optional<String> local = installation.flatMap(Installation::url);
        String url = first(options.url(), variable("DROVER_URL"), variable("ST2_API_URL"), local.orElse(null));
        String api = Connection.apiAddress(url == null ? DEFAULT_URL : url);
        if (options.token() != null || options.apiKey() != null) {
            return new Connection(api, options.token(), options.apiKey());
        }
        String token = variable("DROVER_TOKEN");
        String apiKey = variable("DROVER_API_KEY");
        if (token == null && apiKey == null) {
            token = variable("ST2_AUTH_TOKEN");
            apiKey = variable("ST2_API_KEY");
        }
        boolean isLocal = api.equals(Connection.apiAddress(local.orElse(DEFAULT_URL)));
        if (token == null && apiKey == null) {
            token = new SavedTokens(env).find(api).orElse(null);
        }
        if (token == null && apiKey == null && isLocal) {
            token = installation.map(Installation::adminToken).orElse(null);
        }
        return new Connection(api, token, apiKey);
    }

    private @Nullable String variable(String name) {
        String value = env.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
