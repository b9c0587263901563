package io.drover.persistence.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import io.drover.model.text.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents that belong together so that long values stand apart, each once: what one task of a workflow gives and
 * the next ones see is in many of them. {@link Documents#read(String, java.util.function.Function)} puts them together.
 */
public final class LongValues {
    private static final int LONGEST_TEXT = 1 << 12;

    /** What grows by a little with every step is better replaced where it is than kept in each of its sizes. */
    private static final int LONGEST_TREE = 1 << 16;

    private final Map<String, String> byHash = new LinkedHashMap<>();
    /** The hash of each long text by the text itself, as one step gives many documents the same one. */
    private final IdentityHashMap<String, String> hashes = new IdentityHashMap<>();

    /** {@return the document as JSON, in which the hash of each long value stands for it, see {@link StoredText#reference}} */
    public String write(Object document) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = Documents.generator(text)) {
            new Writing(json, text).write(document);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return text.toString();
    }

    /** {@return the long values of all documents, as JSON, by hash} */
    public Map<String, String> byHash() {
        return byHash;
    }

    /** One document. */
    private final class Writing {
        private final JsonGenerator json;
        /** What the generator has handed on; the end of it may still be in the generator. */
        private final StringWriter text;

        Writing(JsonGenerator json, StringWriter text) {
            this.json = json;
            this.text = text;
        }

        void write(@Nullable Object value) throws IOException {
            if (value instanceof Map<?, ?> object) {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    json.writeFieldName(StoredText.of(String.valueOf(entry.getKey())));
                    writeOrName(entry.getValue());
                }
                json.writeEndObject();
            } else if (value instanceof List<?> array) {
                json.writeStartArray();
                for (Object element : array) {
                    writeOrName(element);
                }
                json.writeEndArray();
            } else {
                Documents.write(json, value);
            }
        }

        private void writeOrName(@Nullable Object value) throws IOException {
            if (value instanceof String longText && longText.length() > LONGEST_TEXT) {
                json.writeRawValue('"' + StoredText.reference(hash(longText)) + '"');
                return;
            }
            int start = length();
            write(value);
            if (length() - start > (value instanceof String ? LONGEST_TEXT : LONGEST_TREE)) {
                json.flush();
                // with the value, the generator writes what parts it from the one before, or from its key
                char first = text.getBuffer().charAt(start);
                int from = first == ',' || first == ':' ? start + 1 : start;
                String content = text.getBuffer().substring(from);
                String hash = keep(content);
                text.getBuffer().setLength(from);
                json.writeRaw('"' + StoredText.reference(hash) + '"');
            }
        }

        private String hash(String longText) throws IOException {
            String known = hashes.get(longText);
            if (known != null) {
                return known;
            }
            StringWriter content = new StringWriter(longText.length() + 2);
            try (JsonGenerator alone = Documents.generator(content)) {
                Documents.write(alone, longText);
            }
            String hash = keep(content.toString());
            hashes.put(longText, hash);
            return hash;
        }

        private String keep(String content) {
            String hash = Sha256.hex(content);
            byHash.put(hash, content);
            return hash;
        }

        private int length() {
            return text.getBuffer().length() + json.getOutputBuffered();
        }
    }
}
