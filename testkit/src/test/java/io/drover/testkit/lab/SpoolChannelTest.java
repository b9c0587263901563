package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts as files. */
class SpoolChannelTest {
    private static final Alert ALERT = ServiceState.before(Checked.service("db 1", "disk", 1))
            .after(new CheckResult(State.CRITICAL, "full", Instant.parse("2026-01-02T12:00:00Z")))
            .alert()
            .orElseThrow();

    @Test
    void dropsAnAlertUnderItsIdIntoAFolderThatItCreates(@TempDir Path folder) throws IOException {
        Path spool = folder.resolve("a/b");

        new SpoolChannel(spool).deliver(ALERT);

        JsonNode dropped =
                new ObjectMapper().readTree(spool.resolve(ALERT.id() + ".json").toFile());
        assertThat(dropped.path("alert_id").textValue()).isEqualTo(ALERT.id());
        assertThat(dropped.path("host").textValue()).isEqualTo("db 1");
        assertThat(dropped.path("service").textValue()).isEqualTo("disk");
        assertThat(dropped.path("state").textValue()).isEqualTo("CRITICAL");
        assertThat(dropped.path("state_type").textValue()).isEqualTo("HARD");
        assertThat(dropped.path("last_state").textValue()).isEqualTo("OK");
        assertThat(dropped.path("timestamp").textValue()).isEqualTo("2026-01-02T12:00:00Z");
    }

    @Test
    void leavesNothingElseBehindAndOneFilePerAlertHoweverOftenItIsDelivered(@TempDir Path folder) throws IOException {
        SpoolChannel channel = new SpoolChannel(folder);

        channel.deliver(ALERT);
        channel.deliver(ALERT);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).toList())
                    .isEqualTo(List.of(ALERT.id() + ".json"));
        }
    }

    @Test
    void anIdIsFitForAFileName() {
        assertThat(ALERT.id()).isEqualTo("db-1.disk.1767355200000000000");
    }
}
