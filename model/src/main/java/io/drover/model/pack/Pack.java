package io.drover.model.pack;

import io.drover.model.json.JsonValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of trigger types, sensors, rules and actions in one folder.
 *
 * @param ref {@code [a-z0-9_]+}
 * @param name the name people see
 * @param metadata all of {@code pack.yaml}, keys of others included
 * @param path the pack's folder
 * @param files every regular file of the pack, relative to its folder, sorted
 */
public record Pack(
        String ref,
        String name,
        String version,
        @Nullable String description,
        @Nullable String author,
        Map<String, @Nullable Object> metadata,
        Path path,
        List<String> files) {
    public Pack {
        metadata = JsonValues.copyOf(metadata);
        files = List.copyOf(files);
    }

    /** {@return this pack in another folder, or with other files in it} */
    public Pack in(Path folder, List<String> itsFiles) {
        return new Pack(ref, name, version, description, author, metadata, folder, itsFiles);
    }

    public String id() {
        return Kind.PACK.id(ref);
    }
}
