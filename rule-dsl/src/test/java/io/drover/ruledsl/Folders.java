package io.drover.ruledsl;

import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes packs for tests. */
record Folders(Path parent) {

    /** Writes a pack with the given files beside a good {@code pack.yaml}: names and contents in turn. */
    Path pack(String ref, String... namesAndContents) {
        Path folder = parent.resolve(ref);
        write(folder.resolve("pack.yaml"), "name: " + ref + "\ndescription: A pack.\nversion: 1.0.0\nauthor: Ann\n");
        for (int i = 0; i < namesAndContents.length; i += 2) {
            write(folder.resolve(namesAndContents[i]), namesAndContents[i + 1]);
        }
        return folder;
    }

    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PackContent content(Checked<PackContent> checked) {
        return checked.value().orElseThrow(() -> new AssertionError(checked.problems()));
    }

    static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
