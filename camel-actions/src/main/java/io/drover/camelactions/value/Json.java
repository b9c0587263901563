package io.drover.camelactions.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drover.model.json.JsonValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as text, and text as JSON values. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * A text that was read.
     *
     * @param parsed whether the whole of it was valid JSON; otherwise {@code value} is the text itself
     */
    public record Reading(boolean parsed, @Nullable Object value) {}

    /** Reads a text of any of JSON's kinds. */
    public static Reading read(String text) {
        if (text.isBlank()) {
            return new Reading(false, text);
        }
        try {
            Object value = MAPPER.readValue(text, Object.class);
            return isFinite(value) ? new Reading(true, JsonValues.copy(value)) : new Reading(false, text);
        } catch (JsonProcessingException notJson) {
            return new Reading(false, text);
        }
    }

    /** Writes a JSON value. */
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected a JSON value, but it cannot be written as JSON.", e);
        }
    }

    /** Writes a value as StackStorm does where plain text is wanted: texts as they are, {@code True}, {@code None}. */
    public static String plain(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value instanceof Map || value instanceof List ? write(value) : value.toString();
    }

    private static boolean isFinite(@Nullable Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(Json::isFinite);
        }
        return !(value instanceof Map<?, ?> map) || map.values().stream().allMatch(Json::isFinite);
    }
}
