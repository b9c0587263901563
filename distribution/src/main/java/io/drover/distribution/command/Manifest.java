package io.drover.distribution.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.model.error.DroverException;
import io.drover.model.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code manifest.json} of a backup: which files belong to it, and their hashes.
 *
 * @param files SHA-256 by path within the backup
 */
record Manifest(String version, String madeAt, String database, Map<String, String> files) {
    private static final String NAME = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    Manifest {
        files = new TreeMap<>(files);
    }

    /** Writes down what lies in a folder. {@return what was written} */
    static Manifest write(Path folder, String version, String madeAt, String database) {
        Manifest manifest = new Manifest(version, madeAt, database, hashes(folder));
        return Trees.trying("write '" + folder.resolve(NAME) + "'", () -> {
            ObjectNode document = JSON.createObjectNode()
                    .put("format", FORMAT)
                    .put("version", version)
                    .put("made_at", madeAt)
                    .put("database", database);
            document.set("files", JSON.valueToTree(manifest.files));
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(NAME).toFile(), document);
            return manifest;
        });
    }

    /**
     * Reads what belongs to a backup, and checks that it is there as it was written.
     *
     * @throws DroverException naming the files that differ
     */
    static Manifest verified(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw DroverException.notFound(
                    "Expected a backup of 'droverd backup' in '" + folder + "', but found no manifest.json there.");
        }
        Manifest manifest = Trees.trying("read '" + file + "'", () -> read(JSON.readTree(file.toFile())));
        Map<String, String> found = hashes(folder);
        Set<String> names = new TreeSet<>(manifest.files.keySet());
        names.addAll(found.keySet());
        List<String> differing = names.stream()
                .filter(each -> !Objects.equals(manifest.files.get(each), found.get(each)))
                .toList();
        if (!differing.isEmpty()) {
            throw DroverException.invalid("Expected the backup in '" + folder + "' as it was written, but found "
                    + differing + " missing, changed or added. Nothing was restored; take another copy of it.");
        }
        return manifest;
    }

    private static Manifest read(JsonNode document) {
        if (document.path("format").asInt() != FORMAT) {
            throw DroverException.invalid("Expected a backup of format " + FORMAT + ", but found "
                    + document.path("format") + ". Restore it with the version that made it: "
                    + document.path("version").asText() + ".");
        }
        Map<String, String> files = new TreeMap<>();
        for (Iterator<String> names = document.path("files").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            files.put(name, document.path("files").path(name).asText());
        }
        return new Manifest(
                document.path("version").asText(),
                document.path("made_at").asText(),
                document.path("database").asText(),
                files);
    }

    private static Map<String, String> hashes(Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : Trees.files(folder)) {
            String name = folder.relativize(file).toString();
            if (!name.equals(NAME)) {
                hashes.put(name, Trees.trying("read '" + file + "'", () -> hash(file)));
            }
        }
        return hashes;
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, Sha256.begun())) {
            byte[] buffer = new byte[1 << 16];
            int read = 0;
            while (read >= 0) {
                read = digest.read(buffer);
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
    }
}
