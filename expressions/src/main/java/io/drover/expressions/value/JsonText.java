package io.drover.expressions.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.drover.expressions.ExpressionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON text into values; whole numbers and fractions stay apart. */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String UNKNOWN = "Unrecognized token";

    private JsonText() {}

    /**
     * The value the text stands for; lists and mappings are new.
     *
     * @throws ExpressionException of kind JSONDecodeError if it is no JSON
     */
    public static @Nullable Object read(String text, Meter meter) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser, meter);
            if (parser.nextToken() != null) {
                throw new ExpressionException(
                        "JSONDecodeError",
                        "Extra data at column " + parser.currentTokenLocation().getColumnNr());
            }
            return value;
        } catch (JsonProcessingException wrong) {
            throw new ExpressionException("JSONDecodeError", "not JSON: " + withoutToken(wrong));
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    /** The parser shows the beginning of a text that is none of its words; whoever masks what is secret in messages wouldn't find it. */
    private static String withoutToken(JsonProcessingException wrong) {
        String message = wrong.getOriginalMessage();
        return message.startsWith(UNKNOWN + " '") && message.lastIndexOf("': ") > 0
                ? UNKNOWN + message.substring(message.lastIndexOf("': ") + 1)
                : message;
    }

    private static @Nullable Object value(JsonParser parser, Meter meter) throws IOException {
        meter.step();
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new ExpressionException("JSONDecodeError", "Expecting value: the text is empty");
        }
        return switch (token) {
            case START_OBJECT -> {
                PythonDict dict = new PythonDict();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    dict.put(name, value(parser, meter));
                }
                yield dict;
            }
            case START_ARRAY -> {
                PythonList list = new PythonList();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, meter));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> Value.of(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new ExpressionException("JSONDecodeError", "Expecting value");
        };
    }
}
