package io.drover.distribution.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.distribution.config.SettingsReader;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Query;
import io.drover.model.trigger.DeadLetter;
import io.drover.persistence.HibernateStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void layOutAnInstallation() throws Exception {
        Files.createDirectories(folder.resolve("lib/packs"));
        Files.createDirectories(folder.resolve("packs"));
        Files.createDirectories(folder.resolve("conf"));
        environment.put("DROVER_HTTP_PORT", "0");
        environment.put("DROVER_HTTP_AUTH_PORT", "");
        environment.put("DROVER_HTTP_STREAM_PORT", "");
    }

    @Test
    void findsNothingWrongWithAFreshInstallation() {
        assertThat(run("doctor")).isZero();

        assertThat(text(out)).contains("data-dir", "will be made", "All is well enough to run.");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void findsAWrongConfiguration() throws Exception {
        Files.writeString(folder.resolve("conf/drover.yaml"), "http.prot: 1\n");

        assertThat(run("doctor")).isOne();
        assertThat(text(out)).contains("failed   configuration").contains("http.port");
    }

    @Test
    void findsSecretsThatOthersCanRead() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/secret-keys.json"), "{}");
        Files.setPosixFilePermissions(
                folder.resolve("data/secret-keys.json"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("doctor")).isOne();
        assertThat(text(out)).contains("group read, others read").contains("chmod 600");
    }

    @Test
    void endsWith78WhereACommandNeedsAConfigurationThatIsWrong() throws Exception {
        Files.writeString(folder.resolve("conf/drover.yaml"), "http.prot: 1\n");

        assertThat(run("backup", "to")).isEqualTo(78);
        assertThat(text(err)).contains("http.port");
    }

    @Test
    void keepsWhatIsThereWhenItRestores() throws Exception {
        Files.writeString(folder.resolve("conf/drover.yaml"), "log.level: warn\n");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/secret-keys.json"), "{\"mine\": 1}");
        environment.put("DROVER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
        assertThat(run("backup", "copy")).isZero();
        assertThat(text(out)).contains("pg_dump");
        Files.delete(folder.resolve("data/secret-keys.json"));
        Files.writeString(folder.resolve("conf/drover.yaml"), "log.level: debug\n");

        assertThat(run("restore", "copy")).isZero();

        assertThat(text(out)).contains("Kept what was there already: " + folder.resolve("conf/drover.yaml"));
        assertThat(Files.readString(folder.resolve("conf/drover.yaml"))).isEqualTo("log.level: debug\n");
        assertThat(Files.readString(folder.resolve("data/secret-keys.json"))).isEqualTo("{\"mine\": 1}");
    }

    @Test
    void removesNothingWhereNoDaemonEverRan() {
        assertThat(run("purge", "--older-than", "30d", "--kind", "dead-letters"))
                .isEqualTo(2);

        assertThat(text(err)).contains("no daemon ever ran there");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void removesWhatIsOldThoughNoDaemonRunsAndNotesIt() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/node-id"), "n".repeat(40));
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        List<DeadLetter> letters = List.of(letter("old", now.minus(Duration.ofDays(40))), letter("new", now));
        try (HibernateStore store = store()) {
            letters.forEach(letter -> store.change(transaction -> {
                boolean unused = transaction.deadLetters().add(letter);
            }));
        }

        assertThat(run("purge", "--older-than", "30d", "--kind", "dead-letters"))
                .isZero();

        assertThat(text(out)).contains("dead-letters: 1 removed");
        try (HibernateStore store = store()) {
            assertThat(store.<List<DeadLetter>>read(transaction ->
                            transaction.deadLetters().list(Query.all()).items()))
                    .containsExactly(letters.get(1));
            assertThat(store.<List<AuditRecord>>read(
                            transaction -> transaction.audit().list(Query.all()).items()))
                    .extracting(AuditRecord::what)
                    .containsExactly("purged");
        }
    }

    private HibernateStore store() {
        return HibernateStore.open(
                DatabaseLocation.prepared(SettingsReader.read(folder, environment)), InstantSource.system());
    }

    private static DeadLetter letter(String id, Instant at) {
        return new DeadLetter(id, "test", null, null, "{}", false, 2, List.of("no host"), at);
    }

    @Test
    void asksForTheArgumentsThatACommandNeeds() {
        assertThat(run("restore")).isEqualTo(2);
        assertThat(run("migrate-db")).isEqualTo(2);
        assertThat(run("migrate-db", "--to")).isEqualTo(2);
        assertThat(text(err))
                .contains("droverd restore FROM", "jdbc:postgresql://HOST/DATABASE", "a value after '--to'");
    }

    private int run(String... words) {
        return Commands.run(
                List.of(words),
                new Place(
                        folder,
                        folder,
                        environment,
                        InstantSource.system(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
