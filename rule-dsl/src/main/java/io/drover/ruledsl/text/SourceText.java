package io.drover.ruledsl.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files and texts of packs, as values that know their place. */
public final class SourceText {
    /** Bytes of the largest file that is read. */
    public static final int LARGEST = 1 << 20;

    private SourceText() {}

    /** {@return the value in a YAML or, by its name, JSON file; null after a problem} */
    public static @Nullable Located file(Path file, Findings findings) {
        String text = text(file, findings);
        return text == null ? null : parsed(text, file.toString().endsWith(".json"), findings);
    }

    /** {@return the value of a YAML text; null after a problem} */
    public static @Nullable Located yaml(String text, Findings findings) {
        if (text.length() > LARGEST) {
            findings.error(tooLarge(text.length()));
            return null;
        }
        return parsed(text, false, findings);
    }

    private static @Nullable Located parsed(String text, boolean json, Findings findings) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.isBlank()) {
            findings.error("The file is empty. Write a mapping of keys to values.");
            return null;
        }
        return json ? JsonText.read(content, findings) : YamlText.read(content, findings);
    }

    /** {@return the text of a file; null after a problem} */
    public static @Nullable String text(Path file, Findings findings) {
        byte[] bytes = bytes(file, findings);
        return bytes == null ? null : decoded(bytes, findings);
    }

    /** {@return the content of a file; null after a problem} */
    public static byte @Nullable [] bytes(Path file, Findings findings) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                findings.error(tooLarge(size));
                return null;
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            findings.error("There is no such file.");
            return null;
        } catch (IOException e) {
            findings.error("The file cannot be read: " + e + ". Check that it exists and who may read it.");
            return null;
        }
    }

    private static String tooLarge(long size) {
        return "The file has " + size + " bytes; at most " + LARGEST + " are read. Split it.";
    }

    private static @Nullable String decoded(byte[] bytes, Findings findings) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            findings.error(
                    Positions.of(out, out.length()),
                    "Found the byte 0x" + Integer.toHexString(bytes[in.position()] & 0xFF)
                            + ", which is no UTF-8 text. Save the file as UTF-8 text.");
            return null;
        }
        return out.toString();
    }
}
