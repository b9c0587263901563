package io.drover.distribution.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.persistence.DatabaseSettings;
import io.drover.persistence.HibernateStore;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditFileTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final int NODE = 1;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    private int committed;

    @BeforeEach
    void openStore() {
        store = HibernateStore.open(
                DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret"), Clock.systemUTC());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void writesOneLineOfJsonForEachRecord() throws IOException {
        AuditRecord disabled = AuditRecord.of("ann", "disabled", "rule", "ops.say", null, AT)
                .because("it is \"noisy\"\nat night")
                .with("revision", 3L);
        try (AuditFile file = open()) {
            file.accept(commit(started("e1"), disabled));
        }

        List<String> lines = lines();
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
    void repeatsNothingAfterAnEndInOrder() throws IOException {
        for (int life = 0; life < 3; life++) {
            try (AuditFile file = open()) {
                file.accept(commit(started("e" + life)));
            }
        }

        assertThat(subjects()).containsExactly("e0", "e1", "e2");
    }

    @Test
    void writesAllThatWaitsBeforeItCloses() throws IOException {
        try (AuditFile file = open()) {
            for (int i = 0; i < 500; i++) {
                file.accept(commit(started("e" + i)));
            }
        }

        assertThat(subjects())
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "e" + i).toList());
    }

    @Test
    void writesAfterACrashWhatWasCommittedBeforeIt() throws IOException {
        try (AuditFile file = open()) {
            file.accept(commit(started("e1")));
        }
        // committed, and the process was killed before it could be written
        commit(started("e2"));
        commit(started("e3"));

        try (AuditFile file = open()) {
            file.accept(commit(started("e4")));
        }

        assertThat(subjects()).containsExactly("e1", "e2", "e3", "e4");
    }

    @Test
    void beginsALineOfItsOwnWhereACrashCutTheLastOneOff() throws IOException {
        try (AuditFile file = open()) {
            file.accept(commit(started("e1")));
        }
        String first = Files.readString(path());
        Files.writeString(path(), first + "{\"at\":\"2026-01");
        commit(started("e2"));

        try (AuditFile file = open()) {
            assertThat(file).isNotNull();
        }

        assertThat(lines()).hasSize(3).element(1).isEqualTo("{\"at\":\"2026-01");
        assertThat(lines().get(2)).contains("\"e2\"");
    }

    @Test
    void writesWhatItCouldNotWriteAsSoonAsItCan() throws IOException {
        Files.createDirectories(folder.resolve("log"));
        Path occupied = Files.createDirectory(path());
        try (AuditFile file = open()) {
            file.accept(commit(started("e1")));
            file.accept(commit(started("e2")));
            Files.delete(occupied);
            Await.until("it is there", () -> Files.isRegularFile(path()));
            file.accept(commit(started("e3")));
        }

        assertThat(subjects()).startsWith("e1", "e2").endsWith("e3");
    }

    @Test
    void goesOnWithAFileFromBeforeItWasRemembered() throws IOException {
        commit(started("e1"));
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(path(), "{\"subject\":\"e1\"}\n");

        try (AuditFile file = open()) {
            file.accept(commit(started("e2")));
        }

        assertThat(subjects()).containsExactly("e1", "e2");
    }

    @Test
    void remembersHowFarItGoesWhileItRuns() {
        try (AuditFile file = open()) {
            Await.until("it is remembered", () -> {
                file.accept(commit(started("e" + committed)));
                return remembered() > 0;
            });

            assertThat(remembered()).isLessThan(committed);
        }
    }

    private long remembered() {
        try {
            Long remembered = new Cursor(folder.resolve("audit-file.cursor")).read();
            return remembered == null ? 0 : remembered;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AuditFile open() {
        return new AuditFile(folder.resolve("log"), folder, store, NODE);
    }

    private Path path() {
        return folder.resolve("log/audit.jsonl");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(path());
    }

    private List<String> subjects() throws IOException {
        List<String> subjects = new ArrayList<>();
        for (String line : lines()) {
            subjects.add(new ObjectMapper().readTree(line).path("subject").asText());
        }
        return subjects;
    }

    private static AuditRecord started(String execution) {
        return AuditRecord.of("engine", "started", "execution", execution, "t1", AT);
    }

    private List<AuditRecord> commit(AuditRecord... records) {
        committed++;
        List<Audit.Entry> entries = new ArrayList<>();
        for (AuditRecord record : records) {
            entries.add(new Audit.Entry(record, new Position(NODE, committed, entries.size())));
        }
        store.change(t -> t.audit().appendAll(entries));
        return List.of(records);
    }
}
