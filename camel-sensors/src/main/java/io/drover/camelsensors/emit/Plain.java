package io.drover.camelsensors.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drover.camelroutes.value.PlainValues;
import org.jspecify.annotations.Nullable;

/** Payloads as text, and text as payloads. */
final class Plain {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Plain() {}

    /**
     * {@return the object or list that the text is in JSON, else the text itself}
     *
     * @throws IllegalArgumentException where it is JSON that nobody means to write
     */
    static Object parse(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return text;
        }
        try {
            return of(MAPPER.readValue(text, Object.class));
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException(
                    "Expected JSON of at most " + PlainValues.DEEPEST
                            + " levels, names of at most 50,000 characters and numbers of at most 1,000 digits,"
                            + " but found more.",
                    e);
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected a JSON value, but it cannot be written as JSON.", e);
        }
    }

    /** {@return the value with everything that JSON does not know as text} */
    static Object of(Object value) {
        Object plain = PlainValues.of(value);
        return plain == null ? "" : plain;
    }
}
