package io.drover.restapi.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.drover.model.error.DroverException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON text as the values of {@link io.drover.model.json.JsonValues}. Reading is strict: a key may stand
 * only once in an object, nothing follows the value, numbers are finite.
 */
public final class Json {
    private static final int LONGEST_NUMBER = 400;
    private static final List<String> QUOTING_NOTHING = List.of(
            "Unexpected character (",
            "Unexpected end-of-input",
            "Unexpected close marker",
            "Illegal unquoted character",
            "Unrecognized character escape",
            "Invalid numeric value: Leading zeroes not allowed",
            "Invalid UTF-8");

    private final JsonFactory factory;

    /** Reads texts whose arrays and objects are nested at most this deep. */
    public Json(int deepest) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** Reads one value; what is no JSON is an {@code INVALID_ARGUMENT} that names the place. */
    public @Nullable Object read(byte[] text) {
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw DroverException.invalid(
                        "Failed to parse request body: Expected a JSON value, but found nothing.");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw failure("Expected nothing after the value, but found more", parser.currentTokenLocation());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw failure(e.getOriginalMessage(), e.getLocation());
        } catch (JsonProcessingException e) {
            throw failure("Expected JSON, but found " + found(e.getOriginalMessage()), e.getLocation());
        } catch (IOException e) {
            throw failure("Expected JSON in UTF-8, but found other bytes", null);
        }
    }

    /** Writes a value as UTF-8. */
    public static byte[] write(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = Writing.FACTORY.createGenerator(bytes)) {
            write(generator, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing into memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes a value as UTF-8 in lines, for people. */
    public static byte[] indented(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = Writing.FACTORY.createGenerator(bytes)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            write(generator, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing into memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes a value as text. */
    public static String text(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> whole(parser.getText(), parser);
            case VALUE_NUMBER_INT -> number(parser);
            case VALUE_NUMBER_FLOAT -> real(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw failure("Expected a value, but found " + token, parser.currentTokenLocation());
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        String key = parser.nextFieldName();
        while (key != null) {
            if (object.containsKey(key)) {
                throw failure(
                        "Expected each key once in an object, but found '" + key + "' again",
                        parser.currentTokenLocation());
            }
            object.put(whole(key, parser), value(parser, parser.nextToken()));
            key = parser.nextFieldName();
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    // an escape can name half a character, which no UTF-8 can carry on
    private static String whole(String text, JsonParser parser) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw failure(
                            "Expected whole characters, but found half of a surrogate pair", parser.currentLocation());
                }
                i++;
            }
        }
        return text;
    }

    private static Number number(JsonParser parser) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return parser.getBigIntegerValue();
        }
        return parser.getLongValue();
    }

    private static Double real(JsonParser parser) throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw failure(
                    "Expected a number within the range of a double, but found a larger one",
                    parser.currentTokenLocation());
        }
        return value;
    }

    private static DroverException failure(String what, @Nullable JsonLocation place) {
        String where = place == null ? "" : ": line " + place.getLineNr() + " column " + place.getColumnNr();
        return DroverException.invalid("Failed to parse request body: " + what + where);
    }

    // most messages of the parser name a character, but some quote what was found, which may be a secret
    private static String found(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.startsWith("Unrecognized token")
                ? "a word that is neither in quotes nor true, false or null"
                : QUOTING_NOTHING.stream().anyMatch(line::startsWith) ? "something else: " + line : "something else";
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Collection<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Number number) {
            writeNumber(generator, number);
        } else {
            throw new IllegalArgumentException("Expected a JSON value, but found a "
                    + value.getClass().getName() + ". Convert it to text, a number, a list or a map first.");
        }
    }

    private static void writeNumber(JsonGenerator generator, Number number) throws IOException {
        if (number instanceof Double real) {
            generator.writeNumber(real);
        } else if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else if (number instanceof Float real) {
            generator.writeNumber(real);
        } else {
            generator.writeNumber(number.longValue());
        }
    }

    /** Writing knows no limits, so one factory serves all. */
    private static final class Writing {
        static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
    }
}
