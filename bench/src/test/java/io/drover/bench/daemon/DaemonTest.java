package io.drover.bench.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in the place of bin/droverd, started and stopped. */
class DaemonTest {

    @Test
    void tellsAddressTokenAndProcessOfWhatItStarted(@TempDir Path folder) throws IOException {
        Path home = distribution(folder, """
                mkdir -p "$DROVER_DATA_DIR/run"
                echo "$EXTRA" > "$DROVER_DATA_DIR/run/admin-token"
                echo '{"url": "http://127.0.0.1:4711", "pid": 1}' > "$DROVER_DATA_DIR/run/http.json.tmp"
                mv "$DROVER_DATA_DIR/run/http.json.tmp" "$DROVER_DATA_DIR/run/http.json"
                exec tail -f /dev/null
                """);

        try (Daemon daemon = Daemon.start(home, folder.resolve("data"), Map.of("EXTRA", "secret"))) {
            assertThat(daemon.awaitListening()).isEqualTo(URI.create("http://127.0.0.1:4711"));
            assertThat(daemon.token()).isEqualTo("secret");
            assertThat(ProcessHandle.of(daemon.pid())).isPresent();
        }
    }

    @Test
    void showsTheLogOfADaemonThatEndsAtOnce(@TempDir Path folder) throws IOException {
        Path home = distribution(folder, "echo 'conf/drover.yaml: unknown key'; exit 78\n");

        try (Daemon daemon = Daemon.start(home, folder.resolve("data"), Map.of())) {
            assertThatThrownBy(daemon::awaitListening)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended with code 78")
                    .hasMessageContaining("conf/drover.yaml: unknown key");
        }
    }

    private static Path distribution(Path folder, String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve("home/bin")).resolve("droverd");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.resolve("home");
    }
}
