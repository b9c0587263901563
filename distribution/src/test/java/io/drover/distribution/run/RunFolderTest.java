package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path data;

    @Test
    void belongsToOneDaemonAtATime() {
        try (RunFolder first = RunFolder.take(data)) {
            assertThatExceptionOfType(BadConfiguration.class)
                    .isThrownBy(() -> RunFolder.take(data))
                    .withMessageContaining("'" + data + "' is in use by another daemon");
            assertThat(first.adminToken()).isNotEmpty();
        }

        try (RunFolder second = RunFolder.take(data)) {
            assertThat(second.adminToken()).isNotEmpty();
        }
    }

    @Test
    void keepsTheAdministratorsTokenForItsOwner() throws IOException {
        String token;
        try (RunFolder folder = RunFolder.take(data)) {
            token = folder.adminToken();
        }

        try (RunFolder folder = RunFolder.take(data)) {
            assertThat(folder.adminToken()).isEqualTo(token).matches("[0-9a-f]{64}");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run/admin-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void makesANewReportPasswordForEachLife() {
        try (RunFolder folder = RunFolder.take(data)) {
            String first = folder.newReportPassword();

            assertThat(folder.newReportPassword()).isNotEqualTo(first);
        }
    }

    @Test
    void tellsWhereTheDaemonListensAsLongAsItDoes() {
        Path announced = data.resolve("run/http.json");
        try (RunFolder folder = RunFolder.take(data)) {
            folder.announce(URI.create("http://127.0.0.1:9101"), "1.2.3");

            assertThat(announced)
                    .content()
                    .isEqualTo("{\"url\": \"http://127.0.0.1:9101\", \"pid\": "
                            + ProcessHandle.current().pid() + ", \"version\": \"1.2.3\"}\n");
        }
        assertThat(announced).doesNotExist();
    }

    @Test
    void refusesAFolderThatCannotBe() throws IOException {
        Path file = Files.createFile(data.resolve("file"));

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> RunFolder.take(file))
                .withMessageContaining("data-dir: expected a folder that can be written, but '" + file + "' is none");
    }
}
