package io.drover.restapi;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every answer carries: the request's id, what browsers may do with it, and who may read it. */
final class CommonHeaders {
    // names and values that are known to be well are not looked at again for each answer
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-ID");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence XSS_PROTECTION = HttpHeaders.createOptimized("X-XSS-Protection");
    private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final Pattern PLAIN_ID = Pattern.compile("[!-~]{1,128}");
    private static final String ANY = "*";
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence OFF = HttpHeaders.createOptimized("0");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
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
        String id = sent != null && PLAIN_ID.matcher(sent).matches() ? sent : newId();
        MultiMap headers = request.response().headers();
        headers.add(REQUEST_ID, id);
        headers.add(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        headers.add(XSS_PROTECTION, OFF);
        headers.add(FRAME_OPTIONS, DENY);
        headers.add(CONTENT_POLICY, NO_CONTENT_POLICY);
        headers.add(REFERRER_POLICY, NO_REFERRER);
        headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
        addCors(request.getHeader(HttpHeaders.ORIGIN), headers);
        return id;
    }

    /** A random UUID (RFC 9562, version 4). An id is no secret, so it need not come from the source of secrets. */
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long most = (random.nextLong() & ~0xF000L) | 0x4000L;
        long least = (random.nextLong() & Long.MAX_VALUE >>> 1) | Long.MIN_VALUE;
        return new UUID(most, least).toString();
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
