package io.drover.persistence.workflow;

import io.drover.model.text.Sha256;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.StoredText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents of one run so that long values stand apart, each once: what one task gives and the next ones see is in
 * many of them.
 */
final class LongValues {
    private static final int LONGEST_TEXT = 1 << 12;

    /** What grows by a little with every step is better replaced where it is than kept in each of its sizes. */
    private static final int LONGEST_TREE = 1 << 16;

    private final Map<String, String> byHash = new LinkedHashMap<>();

    /** {@return the document as JSON, where the hash of each long value stands for it} */
    String write(Object document) {
        String whole = Documents.write(document);
        if (whole.length() <= LONGEST_TEXT) {
            return whole;
        }
        StringBuilder text = new StringBuilder(LONGEST_TEXT);
        append(document, text);
        return text.toString();
    }

    /** {@return the long values of all documents, as JSON, by hash} */
    Map<String, String> byHash() {
        return byHash;
    }

    private void append(@Nullable Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> object) {
            char before = '{';
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                text.append(before).append(Documents.write(String.valueOf(entry.getKey())));
                appendOrName(entry.getValue(), text.append(':'));
                before = ',';
            }
            text.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            char before = '[';
            for (Object element : array) {
                appendOrName(element, text.append(before));
                before = ',';
            }
            text.append(array.isEmpty() ? "[]" : "]");
        } else {
            text.append(Documents.write(value));
        }
    }

    private void appendOrName(@Nullable Object value, StringBuilder text) {
        int start = text.length();
        append(value, text);
        int longest = value instanceof String ? LONGEST_TEXT : LONGEST_TREE;
        if (text.length() - start > longest) {
            String content = text.substring(start);
            String hash = Sha256.hex(content);
            byHash.put(hash, content);
            text.setLength(start);
            text.append('"').append(StoredText.reference(hash)).append('"');
        }
    }
}
