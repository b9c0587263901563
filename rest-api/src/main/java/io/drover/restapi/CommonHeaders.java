package io.drover.restapi;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every answer carries: the request's id, what browsers may do with it, and who may read it. */
final class CommonHeaders {
    private static final String REQUEST_ID = "X-Request-ID";
    private static final Pattern PLAIN_ID = Pattern.compile("[!-~]{1,128}");
    private static final String ANY = "*";
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NO_CONTENT_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");

    private final List<String> allowedOrigins;

    CommonHeaders(List<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    /**
     * Adds the headers to the answer that is to come.
     *
     * @return the request's id: the caller's where it sent a plain one, else a new one
     */
    String add(HttpServerRequest request) {
        String sent = request.getHeader(REQUEST_ID);
        String id = sent != null && PLAIN_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        MultiMap headers = request.response().headers();
        headers.add(REQUEST_ID, id);
        headers.add("X-Content-Type-Options", NO_SNIFF);
        headers.add("X-XSS-Protection", "0");
        headers.add("X-Frame-Options", "DENY");
        headers.add("Content-Security-Policy", NO_CONTENT_POLICY);
        headers.add("Referrer-Policy", "no-referrer");
        headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
        addCors(request.getHeader(HttpHeaders.ORIGIN), headers);
        return id;
    }

    private void addCors(@Nullable String origin, MultiMap headers) {
        if (origin == null) {
            return;
        }
        headers.add(HttpHeaders.VARY, "Origin");
        if (allowedOrigins.contains(origin) || allowedOrigins.contains(ANY)) {
            headers.add("Access-Control-Allow-Origin", origin);
            headers.add("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS");
            headers.add(
                    "Access-Control-Allow-Headers", "Content-Type,Authorization,X-Auth-Token,St2-Api-Key,X-Request-ID");
            headers.add("Access-Control-Expose-Headers", "Content-Type,X-Limit,X-Total-Count,X-Request-ID");
        }
    }
}
