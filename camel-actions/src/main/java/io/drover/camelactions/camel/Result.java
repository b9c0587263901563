package io.drover.camelactions.camel;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.Json;
import io.drover.camelroutes.value.PlainValues;
import io.drover.camelroutes.value.SerializedObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What is left of an exchange for the action's result: {@code {body, headers}}. */
final class Result {
    private static final int LARGEST_BODY = 16 << 20;
    private static final String BODY = "${body}";

    private Result() {}

    /** @throws IllegalArgumentException where the answer is a Java object that its sender serialized */
    static Map<String, @Nullable Object> of(Exchange exchange, Given given) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (exchange.getPattern() == ExchangePattern.InOnly) {
            result.put("body", null);
            result.put("headers", Map.of());
            return result;
        }
        String expression = given.text("result", BODY);
        Message message = exchange.getMessage();
        result.put(
                "body", value(expression.equals(BODY) ? message.getBody() : evaluated(expression, exchange), message));
        result.put("headers", headers(message));
        return result;
    }

    private static @Nullable Object evaluated(String expression, Exchange exchange) {
        Expression simple = exchange.getContext().resolveLanguage("simple").createExpression(expression);
        simple.init(exchange.getContext());
        return simple.evaluate(exchange, Object.class);
    }

    private static @Nullable Object value(@Nullable Object body, Message message) {
        if (body == null
                || body instanceof Map
                || body instanceof Collection
                || body instanceof Number
                || body instanceof Boolean) {
            return PlainValues.of(body);
        }
        if (body instanceof SerializedObject) {
            throw new IllegalArgumentException(body.toString());
        }
        return Json.read(text(body, message)).value();
    }

    /** The text of a body, the first 16 MB of it. */
    private static String text(Object body, Message message) {
        if (body instanceof String text) {
            return text;
        }
        InputStream stream =
                message.getExchange().getContext().getTypeConverter().tryConvertTo(InputStream.class, body);
        if (stream == null) {
            return String.valueOf(PlainValues.of(body));
        }
        try (stream) {
            return new String(stream.readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to read the answer, but it does not come.", e);
        }
    }

    private static Map<String, @Nullable Object> headers(Message message) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("camel") && PlainValues.isScalar(value)) {
                headers.put(name, PlainValues.of(value));
            }
        });
        return headers;
    }
}
