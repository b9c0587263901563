package io.drover.engine.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drover.model.json.JsonValues;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON text and plain values. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Reads a text; empty where it is no JSON, or is {@code null}. */
    public static Optional<Object> read(String text) {
        try {
            return Optional.ofNullable(JsonValues.copy(MAPPER.readValue(text, Object.class)));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** Writes a JSON value in its shortest form. */
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Expected a JSON value, but found one that cannot be written: " + e.getMessage(), e);
        }
    }
}
