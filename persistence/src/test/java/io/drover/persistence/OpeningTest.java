package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Batches;
import io.drover.persistence.sql.PostgreSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Opens the file, says so, and holds it until its input ends. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) throws SQLException, IOException {
            try (Connection connection = DriverManager.getConnection(arguments[0], "drover", "secret")) {
                connection.createStatement().execute("create table if not exists t (a integer)");
                java.io.OutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
                out.write("open\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (System.in.read() >= 0) {
                    throw new IllegalStateException("expected the end of input");
                }
            }
        }
    }

    @Test
    void refusesAFileThatAnotherProcessHas() throws IOException, InterruptedException {
        String url = "jdbc:h2:file:" + folder.resolve("drover");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("open");

            assertRefused(
                    () -> HibernateStore.open(DatabaseSettings.of(url, "drover", "secret"), Clock.systemUTC())
                            .close(),
                    ErrorCode.CONFLICT,
                    "data folder in use");
        } finally {
            other.getOutputStream().close();
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void refusesAWrongPassword() {
        DatabaseSettings settings = DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret");
        HibernateStore.open(settings, Clock.systemUTC()).close();

        assertRefused(
                () -> HibernateStore.open(DatabaseSettings.of(settings.url(), "drover", "guess"), Clock.systemUTC())
                        .close(),
                ErrorCode.PERMISSION_DENIED,
                "database.password");
    }

    @Test
    void saysThatPostgreSqlDoesNotAnswer() {
        DatabaseSettings nobody = new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:1/drover",
                "drover",
                "",
                2,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                PostgreSql.CLIENT);

        assertRefused(
                () -> HibernateStore.open(nobody, Clock.systemUTC()).close(), ErrorCode.UNAVAILABLE, "did not answer");
    }

    @Test
    void refusesAnotherDatabase() {
        assertRefused(
                () -> HibernateStore.open(
                                DatabaseSettings.of("jdbc:mysql://h/d?password=geheim", "a", "b"), Clock.systemUTC())
                        .close(),
                ErrorCode.INVALID_ARGUMENT,
                "jdbc:postgresql:");
    }

    @Test
    void findsEverythingAgainAfterClosing() {
        DatabaseSettings settings = DatabaseSettings.of(
                "jdbc:h2:file:" + folder.resolve("drover") + ";WRITE_DELAY=500", "drover", "secret");
        try (HibernateStore store = HibernateStore.open(settings, Clock.systemUTC())) {
            store.change(t -> t.batches().append(new Batches.Batch(1, 1, 1, Samples.START)));
            assertThat(store.describe()).startsWith("H2 ").endsWith("WRITE_DELAY=0");
        }

        try (HibernateStore store = HibernateStore.open(settings, Clock.systemUTC())) {
            assertThat(store.<Long>read(t -> t.batches().last(1))).isEqualTo(1);
        }
    }

    @Test
    void neverTellsThePassword() {
        assertThat(DatabaseSettings.of("jdbc:postgresql://h/d?password=geheim", "ada", "geheim")
                        .toString())
                .doesNotContain("geheim");
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .hasMessageNotContaining("geheim")
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(Objects.requireNonNull(e).code()).isEqualTo(code));
    }
}
