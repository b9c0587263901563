package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.trigger.TriggerInstance;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds is moved together while it is written to. Here H2 may use space again after 50 ms, and not only after 45 s. */
class H2CompactionTest {
    private static final int ROUNDS = 4;
    private static final int COMMITS_OF_A_ROUND = 350;

    /** The faster commits follow each other, the less is moved between them; where nothing is moved, it is 4,000. */
    private static final int LARGEST_BYTES_OF_A_COMMIT = 2_400;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Commits events one by one, from the number of its second argument on, and says the number of each. */
    static final class Committing {
        private Committing() {}

        public static void main(String[] arguments) throws SQLException, IOException {
            try (HibernateStore store = open(arguments[0]);
                    OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                for (int i = Integer.parseInt(arguments[1]); ; i++) {
                    commit(store, i);
                    out.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    @Test
    void growsByWhatIsInItAndNotByAllThatWasWritten() throws SQLException, IOException {
        int commits = ROUNDS * COMMITS_OF_A_ROUND;
        try (HibernateStore store = open(url())) {
            for (int i = 0; i < commits; i++) {
                commit(store, i);
            }

            assertThat(Files.size(folder.resolve("drover.mv.db")))
                    .isLessThan((long) commits * LARGEST_BYTES_OF_A_COMMIT);
        }
    }

    @Test
    void losesNothingAtAKillWhileSpaceIsUsedAgain() throws SQLException, IOException, InterruptedException {
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int confirmed = commitAndKill(next);

            try (HibernateStore store = open(url())) {
                for (int i = 0; i <= confirmed; i++) {
                    TriggerInstance event = Samples.event(i);
                    assertThat(store.<Object>read(
                                    t -> t.triggerInstances().find(event.id()).orElseThrow()))
                            .as("event %d, confirmed up to %d in round %d", i, confirmed, round)
                            .isEqualTo(event);
                }
            }
            // the one after the last that was confirmed may be there too
            next = confirmed + 2;
            try (HibernateStore store = open(url())) {
                TriggerInstance unconfirmed = Samples.event(confirmed + 1);
                if (store.<Boolean>read(
                        t -> t.triggerInstances().find(unconfirmed.id()).isEmpty())) {
                    commit(store, confirmed + 1);
                }
            }
        }
    }

    /** {@return the last number that the process said before it was killed} */
    private int commitAndKill(int first) throws IOException, InterruptedException {
        Path said = folder.resolve("said-from-" + first);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committing.class.getName(),
                        url(),
                        Integer.toString(first))
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (last(said) < first + COMMITS_OF_A_ROUND) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
        return last(said);
    }

    private static int last(Path said) throws IOException {
        String whole = Files.readString(said);
        return whole.substring(0, whole.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(-1);
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("drover");
    }

    private static HibernateStore open(String url) throws SQLException {
        HibernateStore store = HibernateStore.open(DatabaseSettings.of(url, "drover", "secret"), Clock.systemUTC());
        try (Connection connection = store.connection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            session.getDatabase().getStore().getMvStore().setRetentionTime(50);
        }
        return store;
    }

    private static void commit(HibernateStore store, int number) {
        store.change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(number), number + 1, 0))));
    }
}
