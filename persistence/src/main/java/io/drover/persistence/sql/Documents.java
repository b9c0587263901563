package io.drover.persistence.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.drover.model.json.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON documents as text, and back. What {@link JsonValues} keeps apart stays apart: whole numbers and others, the order of
 * keys. Text and keys are in the form of {@link StoredText}.
 */
public final class Documents {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Most have no more fields, and many of them are held in memory. */
    private static final int FEW = 4;

    private Documents() {}

    /** {@return the JSON text of a value} */
    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = generator(text)) {
            write(json, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return text.toString();
    }

    /** {@return the JSON text of an object; null stays null} */
    public static @Nullable String writeOrNull(@Nullable Map<String, @Nullable Object> object) {
        return object == null ? null : write(object);
    }

    /** Reads an object. */
    public static Map<String, @Nullable Object> readObject(String text) {
        if (read(text) instanceof Map<?, ?> object) {
            // no copy: what is read is of this kind
            return JsonValues.copyOf(object);
        }
        throw new IllegalStateException("Expected a JSON object in the database, but found '" + beginning(text) + "'");
    }

    /** Reads an object; null stays null. */
    public static @Nullable Map<String, @Nullable Object> readObjectOrNull(@Nullable String text) {
        return text == null ? null : readObject(text);
    }

    /** Reads an array. */
    public static List<@Nullable Object> readArray(String text) {
        if (read(text) instanceof List<?> array) {
            return new ArrayList<@Nullable Object>(array);
        }
        throw new IllegalStateException("Expected a JSON array in the database, but found '" + beginning(text) + "'");
    }

    /** Reads any value; objects and arrays are unmodifiable. */
    public static @Nullable Object read(String text) {
        return read(text, name -> {
            throw new IllegalStateException("Expected a whole document, but found one that names '" + name + "'");
        });
    }

    /**
     * Reads any value.
     *
     * @param elsewhere finds what stands elsewhere, see {@link StoredText#reference}, by its name
     */
    public static @Nullable Object read(String text, Function<String, @Nullable Object> elsewhere) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            return value(json, elsewhere);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected JSON in the database, but found '" + beginning(text) + "'", e);
        }
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), 80));
    }

    static JsonGenerator generator(Writer text) throws IOException {
        return FACTORY.createGenerator(text);
    }

    static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(StoredText.of(text));
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                json.writeFieldName(StoredText.of(String.valueOf(entry.getKey())));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> array) {
            json.writeStartArray();
            for (Object element : array) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            write(json, JsonValues.copy(value));
        }
    }

    private static @Nullable Object value(JsonParser json, Function<String, @Nullable Object> elsewhere)
            throws IOException {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> object(json, elsewhere);
            case START_ARRAY -> array(json, elsewhere);
            case VALUE_STRING -> text(json.getText(), elsewhere);
            case VALUE_NUMBER_INT -> JsonValues.copy(json.getNumberValue());
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("Unexpected " + token + " in a stored document");
        };
    }

    private static @Nullable Object text(String stored, Function<String, @Nullable Object> elsewhere) {
        return StoredText.isReference(stored)
                ? elsewhere.apply(StoredText.referred(stored))
                : StoredText.restored(stored);
    }

    private static Map<String, @Nullable Object> object(JsonParser json, Function<String, @Nullable Object> elsewhere)
            throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>(FEW);
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            object.put(StoredText.restored(key), value(json, elsewhere));
        }
        return JsonValues.withoutCopy(object);
    }

    private static @Nullable Object array(JsonParser json, Function<String, @Nullable Object> elsewhere)
            throws IOException {
        List<@Nullable Object> array = new ArrayList<>(FEW);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json, elsewhere));
        }
        return JsonValues.copy(array);
    }
}
