package io.drover.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void isWrittenWholeForItsOwnerAloneAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), "before, and longer than after");

        PrivateFile.write(file, "äfter");

        assertThat(file).hasContent("äfter");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void liesInAFolderThatOthersCannotLookInto() throws IOException {
        Path inner = folder.resolve("a/b");

        PrivateFile.makeFolder(inner);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                .isEqualTo("rwx------");
    }
}
