package io.drover.restapi.http;

import io.drover.restapi.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation says to its caller.
 *
 * @param contentType null where there is no body
 * @param flow goes on with the response instead of the body, on the I/O loop, until it ends it; null where the body is all
 */
public record Answer(
        int status,
        @Nullable String contentType,
        Buffer body,
        Map<String, String> headers,
        @Nullable Consumer<HttpServerRequest> flow) {
    private static final String JSON = "application/json";
    private static final Buffer NOTHING = Buffer.buffer(0);

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, @Nullable String contentType, Buffer body, Map<String, String> headers) {
        this(status, contentType, body, headers, null);
    }

    /** An answer that does not end of its own accord. */
    public static Answer flowing(String contentType, Map<String, String> headers, Consumer<HttpServerRequest> flow) {
        return new Answer(200, contentType, NOTHING, headers, flow);
    }

    public static Answer json(int status, @Nullable Object value) {
        return jsonText(status, Buffer.buffer(Json.write(value)));
    }

    /** An answer whose JSON text is there already. */
    public static Answer jsonText(int status, Buffer text) {
        return new Answer(status, JSON, text, Map.of());
    }

    public static Answer ok(@Nullable Object value) {
        return json(200, value);
    }

    public static Answer noContent() {
        return new Answer(204, null, NOTHING, Map.of());
    }

    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, contentType, Buffer.buffer(text), Map.of());
    }

    /** The body of every failure: {@code {"faultstring": …}}. */
    public static Answer fault(int status, String message) {
        return json(status, Map.of("faultstring", message));
    }

    /** Puts the status and the headers into a response that is to be ended with the body. */
    public void begin(HttpServerResponse response) {
        response.setStatusCode(status);
        if (contentType != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        }
        headers.forEach(response::putHeader);
    }

    /** {@return this answer with one more header} */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more, flow);
    }
}
