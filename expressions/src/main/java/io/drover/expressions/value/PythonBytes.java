package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code bytes}: what {@code encode} of a text gives. Never changed. */
public final class PythonBytes {
    private static final Map<String, Charset> ENCODINGS = Map.ofEntries(
            Map.entry("utf8", StandardCharsets.UTF_8),
            Map.entry("u8", StandardCharsets.UTF_8),
            Map.entry("ascii", StandardCharsets.US_ASCII),
            Map.entry("usascii", StandardCharsets.US_ASCII),
            Map.entry("latin1", StandardCharsets.ISO_8859_1),
            Map.entry("iso88591", StandardCharsets.ISO_8859_1),
            Map.entry("utf16be", StandardCharsets.UTF_16BE),
            Map.entry("utf16le", StandardCharsets.UTF_16LE),
            Map.entry("utf16", StandardCharsets.UTF_16LE));
    private static final byte[] MARK_OF_LITTLE_ENDS = {(byte) 0xff, (byte) 0xfe};

    private final byte[] bytes;

    /** A copy of the bytes. */
    public PythonBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The text's bytes. */
    static PythonBytes encoded(String text, @Nullable Object encoding, @Nullable Object errors, Meter meter) {
        meter.text(2L * text.length());
        String name = Value.text(encoding, "an encoding");
        CharsetEncoder encoder = charset(name)
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        String how = Value.text(errors, "what to do with errors");
        try {
            return new PythonBytes(withMark(name, bytes(encoder.encode(CharBuffer.wrap(text)))));
        } catch (CharacterCodingException unmappable) {
            return new PythonBytes(withMark(name, fitting(text, charset(name), how, name)));
        }
    }

    /** The bytes of a text, some characters of which the encoding lacks. */
    private static byte[] fitting(String text, Charset charset, String how, String name) {
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder fitting = new StringBuilder();
        text.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (encoder.canEncode(character)) {
                fitting.append(character);
                return;
            }
            fitting.append(
                    switch (how) {
                        case "ignore" -> "";
                        case "replace" -> "?";
                        case "xmlcharrefreplace" -> "&#" + c + ";";
                        case "backslashreplace" ->
                            String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
                        case "strict" ->
                            throw new ExpressionException(
                                    "UnicodeEncodeError",
                                    "'" + name + "' can't encode the character " + PythonText.repr(character));
                        default ->
                            throw new ExpressionException(
                                    "LookupError", "unknown error handler name '" + Quoted.str(how) + "'");
                    });
        });
        return fitting.toString().getBytes(charset);
    }

    private static byte[] withMark(String name, byte[] encoded) {
        if (!normal(name).equals("utf16")) {
            return encoded;
        }
        byte[] marked = Arrays.copyOf(MARK_OF_LITTLE_ENDS, 2 + encoded.length);
        System.arraycopy(encoded, 0, marked, 2, encoded.length);
        return marked;
    }

    /** The bytes' text. */
    String decoded(@Nullable Object encoding, @Nullable Object errors, Meter meter) {
        meter.text(bytes.length);
        String name = Value.text(encoding, "an encoding");
        Charset charset = normal(name).equals("utf16") ? StandardCharsets.UTF_16 : charset(name);
        String how = Value.text(errors, "what to do with errors");
        CodingErrorAction action = switch (how) {
            case "ignore" -> CodingErrorAction.IGNORE;
            case "replace" -> CodingErrorAction.REPLACE;
            default -> CodingErrorAction.REPORT;
        };
        try {
            return charset.newDecoder()
                    .onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw new ExpressionException("UnicodeDecodeError", "'" + name + "' can't decode these bytes");
        }
    }

    private static Charset charset(String name) {
        Charset charset = ENCODINGS.get(normal(name));
        if (charset == null) {
            throw new ExpressionException(
                    "LookupError",
                    "unknown encoding: " + Quoted.str(name) + ". Known are utf-8, utf-16, ascii and latin-1");
        }
        return charset;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** {@code number.to_bytes(length, order, signed=…)}. */
    static PythonBytes of(
            BigInteger number, @Nullable Object length, @Nullable Object order, @Nullable Object signed, Meter meter) {
        long wanted = Value.integer(length, "length");
        boolean little = little(order);
        if (wanted < 0) {
            throw new ExpressionException("ValueError", "length argument must be non-negative");
        }
        meter.text(wanted);
        boolean withSign = Value.isTrue(signed);
        if (number.signum() < 0 && !withSign) {
            throw new ExpressionException("OverflowError", "can't convert negative int to unsigned");
        }
        if (number.bitLength() + (withSign ? 1 : 0) > wanted * 8 && number.signum() != 0) {
            throw new ExpressionException("OverflowError", "int too big to convert");
        }
        byte[] bytes = new byte[(int) wanted];
        for (int i = 0; i < bytes.length; i++) {
            byte one = number.shiftRight(8 * i).byteValue();
            bytes[little ? i : bytes.length - 1 - i] = one;
        }
        return new PythonBytes(bytes);
    }

    /** {@code int.from_bytes(bytes, order, signed=…)}. */
    static Object number(@Nullable Object value, @Nullable Object order, @Nullable Object signed, Meter meter) {
        if (!(Undefined.refuse(value) instanceof PythonBytes given)) {
            throw new ExpressionException(
                    "TypeError", "cannot convert '" + Value.typeName(value) + "' object to bytes");
        }
        meter.integerBits(8L * given.size());
        byte[] bytes = given.bytes.clone();
        if (little(order)) {
            for (int i = 0; i < bytes.length / 2; i++) {
                byte one = bytes[i];
                bytes[i] = bytes[bytes.length - 1 - i];
                bytes[bytes.length - 1 - i] = one;
            }
        }
        return bytes.length == 0
                ? 0L
                : Value.integer(Value.isTrue(signed) ? new BigInteger(bytes) : new BigInteger(1, bytes));
    }

    private static boolean little(@Nullable Object order) {
        String name = Value.text(order, "byteorder");
        if (!name.equals("little") && !name.equals("big")) {
            throw new ExpressionException("ValueError", "byteorder must be either 'little' or 'big'");
        }
        return name.equals("little");
    }

    int size() {
        return bytes.length;
    }

    /** The byte as a number from 0. */
    long at(int index) {
        return bytes[index] & 0xff;
    }

    /** The bytes as a list of numbers. */
    PythonList numbers() {
        PythonList numbers = new PythonList(bytes.length);
        for (byte one : bytes) {
            numbers.add((long) (one & 0xff));
        }
        return numbers;
    }

    /** The bytes as a text with one character for each. */
    String latin() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a text with one character for each. */
    static PythonBytes ofLatin(String text) {
        return new PythonBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PythonBytes those && Arrays.equals(bytes, those.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As Python writes them: {@code b'abc'}. */
    @Override
    public String toString() {
        String text = latin();
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder("b").append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (c < ' ' || c > '~') {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(quote).toString();
    }
}
