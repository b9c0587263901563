package io.drover.restapi;

import io.drover.restapi.access.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port 0: any free one
 * @param authPort another door of the same API, where StackStorm's auth service would be; null: none
 * @param streamPort another door of the same API, where StackStorm's stream service would be; null: none
 * @param authEnabled whether callers must prove who they are; without it everybody is {@code stanley}, an administrator
 * @param adminToken the administrator's token, asked for at each request; gives null or nothing where there is none
 * @param proxy who logs people in and vouches for them; null: nobody does
 * @param allowedOrigins origins of browsers that may read answers; {@code *}: all
 * @param webUrl where people see the daemon, for links in answers; null: the address it listens on
 * @param version of the product, for {@code GET /}
 */
public record HttpSettings(
        String host,
        int port,
        @Nullable Integer authPort,
        @Nullable Integer streamPort,
        boolean authEnabled,
        Supplier<@Nullable String> adminToken,
        @Nullable Proxy proxy,
        List<String> allowedOrigins,
        @Nullable String webUrl,
        String version,
        Limits limits) {

    /** StackStorm's built-in origins. */
    public static final List<String> LOCAL_ORIGINS =
            List.of("http://127.0.0.1:3000", "http://localhost:8080", "http://127.0.0.1:8080");

    /**
     * What one client can take.
     *
     * @param body bytes of a body, beyond: 413
     * @param headers bytes of all headers, beyond: 431
     * @param line bytes of the request line, beyond: 414
     * @param jsonDepth arrays and objects within each other, beyond: 400
     * @param headerTime from the connection until the first request's headers are there
     * @param bodyTime from the headers until the body is there
     * @param idleTime without a byte in either direction; also from an answer until the next request's headers
     * @param workers threads for what asks the store
     * @param waiting requests that wait for such a thread, beyond: 429
     */
    public record Limits(
            int body,
            int headers,
            int line,
            int jsonDepth,
            Duration headerTime,
            Duration bodyTime,
            Duration idleTime,
            int workers,
            int waiting) {
        /** 1 MB bodies, 16 KB headers, depth 100, 10 s for headers, 30 s for bodies, 75 s idle. */
        public static final Limits DEFAULT = new Limits(
                1024 * 1024,
                16 * 1024,
                8 * 1024,
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                8,
                256);

        public Limits {
            if (body < 1 || headers < 1 || line < 1 || jsonDepth < 1 || workers < 1 || waiting < 1) {
                throw new IllegalArgumentException("Expected limits of at least 1");
            }
            if (headerTime.toMillis() < 1 || bodyTime.toMillis() < 1 || idleTime.toMillis() < 1) {
                throw new IllegalArgumentException("Expected time limits of at least a millisecond");
            }
        }
    }

    public HttpSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
