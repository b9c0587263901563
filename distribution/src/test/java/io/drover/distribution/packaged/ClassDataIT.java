package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The class-data archives that the programs write for their own next start. */
class ClassDataIT {
    @Test
    void anotherOneIsWrittenWhereALibraryChanged() throws IOException {
        Path home = Installation.with("");
        ask(home);
        List<String> before = ask(home);

        Path library = home.resolve("lib/picocli.jar");
        byte[] content = Files.readAllBytes(library);
        Files.delete(library);
        Files.write(library, content);
        ask(home);
        List<String> after = ask(home);

        assertThat(before).hasSize(1);
        assertThat(after).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    /** Runs the command line; {@return its archives, of which a run writes one where there is none} */
    private static List<String> ask(Path home) throws IOException {
        Outcome outcome =
                Outcome.of(new ProcessBuilder(home.resolve("bin/drover").toString(), "--version"));
        assertThat(outcome.code()).isZero();
        try (Stream<Path> files = Files.list(home.resolve("lib/archive"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("drover-") && name.endsWith(".jsa"))
                    .toList();
        }
    }
}
