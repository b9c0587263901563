package io.drover.ruledsl.read;

import org.jspecify.annotations.Nullable;

/**
 * Where an object comes from.
 *
 * @param pack the pack of an object that names none
 * @param file path within the pack's folder; null for a document, which may name one itself
 */
public record Origin(String pack, @Nullable String file) {
    boolean isFolder() {
        return file != null;
    }
}
