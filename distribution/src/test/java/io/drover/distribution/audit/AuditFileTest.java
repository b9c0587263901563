package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final AuditRecord STARTED = AuditRecord.of("engine", "started", "execution", "e1", "t1", AT);

    @TempDir
    Path logDir;

    @Test
    void writesOneLineOfJsonForEachRecord() throws IOException {
        AuditRecord disabled = AuditRecord.of("ann", "disabled", "rule", "ops.say", null, AT)
                .because("it is \"noisy\"\nat night")
                .with("revision", 3L);
        try (AuditFile file = new AuditFile(logDir)) {
            file.accept(List.of(STARTED, disabled));
        }

        List<String> lines = Files.readAllLines(logDir.resolve("audit.jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .isEqualTo(
                        "{\"at\":\"2026-01-31T12:00:00Z\",\"who\":\"engine\",\"what\":\"started\",\"kind\":\"execution\","
                                + "\"subject\":\"e1\",\"trace\":\"t1\"}");
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.path("why").asText()).isEqualTo("it is \"noisy\"\nat night");
        assertThat(second.path("details").path("revision").asInt()).isEqualTo(3);
        assertThat(second.has("trace")).isFalse();
    }

    @Test
    void goesOnWhereItsFileEnds() throws IOException {
        for (int life = 0; life < 2; life++) {
            try (AuditFile file = new AuditFile(logDir)) {
                file.accept(List.of(STARTED));
            }
        }

        assertThat(Files.readAllLines(logDir.resolve("audit.jsonl"))).hasSize(2);
    }

    @Test
    void writesAllThatWaitsBeforeItCloses() throws IOException {
        try (AuditFile file = new AuditFile(logDir)) {
            for (int i = 0; i < 2_000; i++) {
                file.accept(List.of(STARTED));
            }
        }

        assertThat(Files.readAllLines(logDir.resolve("audit.jsonl"))).hasSize(2_000);
    }

    @Test
    void letsTheDaemonGoOnWhereItCannotBeWritten() throws IOException {
        Path occupied = Files.createFile(logDir.resolve("file"));
        try (AuditFile file = new AuditFile(occupied)) {
            file.accept(List.of(STARTED));
            file.accept(List.of(STARTED));
        }

        assertThat(occupied).isEmptyFile();
    }
}
