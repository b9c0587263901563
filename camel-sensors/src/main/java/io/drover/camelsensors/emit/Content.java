package io.drover.camelsensors.emit;

import io.drover.camelroutes.value.SerializedObject;
import io.drover.model.trigger.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, read once.
 *
 * @param value a map, a list, a text or a number; null where there is no body or where it cannot be taken
 * @param text at most the first 64 KB for a dead letter, in Base64 where it is no text
 * @param size of the whole in bytes
 * @param refusal why it can never be accepted; null where it can
 */
record Content(
        @Nullable Object value,
        String text,
        boolean base64,
        long size,
        @Nullable String refusal) {

    static final Content NOTHING = new Content(null, "", false, 0, null);

    static Content of(Exchange exchange, int largest) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body == null) {
            return NOTHING;
        }
        if (body instanceof SerializedObject) {
            return new Content(null, "", false, 0, body.toString());
        }
        if (body instanceof Map<?, ?> || body instanceof Collection<?>) {
            return ofValue(body, largest);
        }
        if (body instanceof Number || body instanceof Boolean) {
            return ofValue(body, largest);
        }
        if (body instanceof byte[] bytes) {
            return ofBytes(bytes, bytes.length, largest);
        }
        if (body instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ofBytes(bytes, bytes.length, largest);
        }
        InputStream stream = message.getBody(InputStream.class);
        return stream == null ? ofValue(body, largest) : ofStream(body, stream, largest);
    }

    /** {@return the content of one element of a list, or of the result of an expression} */
    static Content ofValue(Object value, int largest) {
        try {
            Object plain = value instanceof String text ? Plain.parse(text) : Plain.of(value);
            byte[] bytes = (plain instanceof String text ? text : Plain.write(plain)).getBytes(StandardCharsets.UTF_8);
            return new Content(
                    plain,
                    cut(bytes),
                    false,
                    bytes.length,
                    bytes.length > largest ? tooLarge(bytes.length, largest) : null);
        } catch (IllegalArgumentException e) {
            return new Content(null, "", false, 0, e.getMessage());
        }
    }

    /** {@return the same, which can never be accepted} */
    Content refused(String reason) {
        return new Content(null, text, base64, size, reason);
    }

    private static Content ofStream(Object body, InputStream stream, int largest) {
        try (stream) {
            byte[] bytes = stream.readNBytes(largest + 1);
            long size = bytes.length;
            if (bytes.length > largest) {
                size += stream.transferTo(OutputStream.nullOutputStream());
            }
            return ofBytes(bytes, size, largest);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to read a message, but its content does not come.", e);
        } finally {
            if (body instanceof StreamCache cache) {
                cache.reset();
            }
        }
    }

    private static Content ofBytes(byte[] bytes, long size, int largest) {
        String text = decode(bytes, 0, bytes.length);
        if (size > largest) {
            return text == null && decode(bytes, 0, boundary(bytes)) == null
                    ? new Content(null, base64(bytes), true, size, tooLarge(size, largest))
                    : new Content(null, cut(bytes), false, size, tooLarge(size, largest));
        }
        if (text == null) {
            return new Content(null, base64(bytes), true, size, "Expected text in UTF-8, but found other bytes.");
        }
        try {
            return new Content(Plain.parse(text), cut(bytes), false, size, null);
        } catch (IllegalArgumentException e) {
            return new Content(null, cut(bytes), false, size, e.getMessage());
        }
    }

    private static String tooLarge(long size, int largest) {
        return "Expected at most " + largest + " bytes, but found " + size + ".";
    }

    private static String base64(byte[] bytes) {
        int most = DeadLetter.CONTENT_LIMIT / 4 * 3;
        return Base64.getEncoder().encodeToString(bytes.length <= most ? bytes : Arrays.copyOf(bytes, most));
    }

    private static String cut(byte[] bytes) {
        int end = bytes.length <= DeadLetter.CONTENT_LIMIT
                ? bytes.length
                : boundary(Arrays.copyOf(bytes, DeadLetter.CONTENT_LIMIT));
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** {@return the length without a character at the end that is cut in two} */
    private static int boundary(byte[] bytes) {
        int end = bytes.length;
        int start = end - 1;
        while (start > 0 && end - start < 4 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        return start >= 0 && decode(bytes, start, end) == null ? start : end;
    }

    private static @Nullable String decode(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
