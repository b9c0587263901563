package io.drover.distribution.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void s41RefusesSecretsThatOthersCanRead() throws IOException {
        Path open = secret("open", "rw-r--r--");
        Path closed = secret("closed", "rw-------");
        Path ofGroup = secret("group", "rw-r-----");

        SecretFiles.require(List.of(closed, ofGroup, folder.resolve("none")));
        assertThatThrownBy(() -> SecretFiles.require(List.of(closed, open)))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("chmod 600 '" + open + "'")
                .hasMessageNotContaining("closed");
    }

    private Path secret(String name, String rights) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
}
