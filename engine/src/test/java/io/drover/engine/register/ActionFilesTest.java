package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Actions.DataFile;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the API writes stay in the pack's folder of actions. */
class ActionFilesTest {
    private final Path pack;
    private final Path outside;
    private final ActionFiles files;

    ActionFilesTest(@TempDir Path folder) throws IOException {
        pack = Files.createDirectory(folder.resolve("ops"));
        outside = Files.createDirectory(folder.resolve("outside"));
        files = ActionFiles.of(pack);
    }

    @Test
    void writesBelowTheFolderOfActionsAndMakesFolders() {
        List<Path> written = files.write(List.of(new DataFile("workflows/a.yaml", "a"), new DataFile("b..sh", "écho")));

        assertThat(written).containsExactly(pack.resolve("actions/workflows/a.yaml"), pack.resolve("actions/b..sh"));
        assertThat(pack.resolve("actions/workflows/a.yaml")).hasContent("a");
        assertThat(pack.resolve("actions/b..sh")).hasContent("écho");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x.sh",
                "a/../../x.sh",
                "a/../x.sh",
                "./x.sh",
                "a//x.sh",
                "a/",
                "/etc/passwd",
                "a\\x.sh",
                "a\nx.sh",
                "a\0x.sh"
            })
    void refusesAPathThatLeavesItOrMightSeemTo(String path) {
        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile(path, "x"));

        assertThat(pack).isEmptyDirectory();
    }

    @Test
    void followsNoLink() throws IOException {
        Path actions = Files.createDirectory(pack.resolve("actions"));
        Files.createSymbolicLink(actions.resolve("lib"), outside);
        Path target = Files.writeString(outside.resolve("target.sh"), "as it was");
        Files.createSymbolicLink(actions.resolve("run.sh"), target);

        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("lib/x.sh", "x"));
        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("run.sh", "x"));
        assertThatThrownBy(() -> files.remove("lib/target.sh")).isInstanceOf(DroverException.class);

        assertThat(outside).isDirectoryContaining(file -> file.equals(target));
        assertThat(target).hasContent("as it was");
        assertThat(outside.resolve("x.sh")).doesNotExist();
    }

    @Test
    void followsNoLinkInThePlaceOfTheFolderOfActions() throws IOException {
        Files.createSymbolicLink(pack.resolve("actions"), outside);

        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("x.sh", "x"));

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void writesNothingWhereOneOfThemDoesNotFit() {
        DataFile fits = new DataFile("a.sh", "a");

        refuses(ErrorCode.INVALID_ARGUMENT, fits, new DataFile("../b.sh", "b"));
        refuses(ErrorCode.TOO_LARGE, fits, new DataFile("b.sh", "é".repeat(ActionFiles.LONGEST / 2 + 1)));
        refuses(
                ErrorCode.TOO_LARGE,
                Collections.nCopies(ActionFiles.MOST + 1, fits).toArray(DataFile[]::new));

        assertThat(pack).isEmptyDirectory();
    }

    @Test
    void writesNothingWhereOneOfThemWouldBeTheFolderOfAnother() {
        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("a", "a"), new DataFile("a/b", "b"));
        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("a/b/c", "c"), new DataFile("a/b", "b"));

        assertThat(pack).isEmptyDirectory();
        assertThat(files.write(List.of(new DataFile("a", "a"), new DataFile("ab/c", "c"))))
                .hasSize(2);
    }

    @Test
    void takesNoLinkAndNothingOutsideForWrittenByAClone() throws IOException {
        files.writeMetadata("copy.yaml", "{}");
        Path moved = Files.move(pack.resolve("actions/copy.yaml"), outside.resolve("copy.yaml"));
        Files.createSymbolicLink(pack.resolve("actions/copy.yaml"), moved);
        files.writeMetadata("other.yaml", "{}");

        assertThat(files.isOurs("other.yaml")).isTrue();
        assertThat(files.isOurs("copy.yaml")).isFalse();
        assertThat(files.isOurs("../copy.yaml")).isFalse();
        assertThat(files.isOurs("a//b.yaml")).isFalse();
    }

    @Test
    void refusesAFolderInThePlaceOfAFile() throws IOException {
        Files.createDirectories(pack.resolve("actions/lib"));

        refuses(ErrorCode.INVALID_ARGUMENT, new DataFile("lib", "x"));
    }

    @Test
    void tellsWhatKeepsAFileFromBeingWritten() throws IOException {
        Files.createDirectories(pack.resolve("actions"));
        Files.writeString(pack.resolve("actions/lib"), "a file");

        assertThatThrownBy(() -> files.write(List.of(new DataFile("lib/x.sh", "x"))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("lib/x.sh");
    }

    @Test
    void keepsTheRightsOfAFileThatItWritesAnewOrCopies() throws IOException {
        files.write(List.of(new DataFile("run.sh", "one")));
        Path file = pack.resolve("actions/run.sh");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));

        files.write(List.of(new DataFile("run.sh", "two")));
        files.copy(file, "copy.sh");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pack.resolve("actions/copy.sh"))))
                .isEqualTo("rwxr-x---");
        assertThat(pack.resolve("actions/copy.sh")).hasContent("two");
        assertThat(pack.resolve("actions").toFile().list()).containsExactlyInAnyOrder("run.sh", "copy.sh");
    }

    private void refuses(ErrorCode code, DataFile... data) {
        assertThatThrownBy(() -> files.write(List.of(data)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
