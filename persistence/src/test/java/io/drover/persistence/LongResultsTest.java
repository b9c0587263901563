package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.store.Executions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of a megabyte, one after the other, on H2 with a small heap: each commit writes its own, not those before it again. */
class LongResultsTest {
    private static final int EXECUTIONS = 60;
    private static final int LENGTH = 1_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Ends executions one by one, with long results. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] arguments) {
            try (HibernateStore store =
                    HibernateStore.open(DatabaseSettings.of(arguments[0], "drover", "secret"), Clock.systemUTC())) {
                for (int i = 0; i < EXECUTIONS; i++) {
                    end(store, i);
                }
            }
        }
    }

    private static void end(HibernateStore store, int number) {
        Execution running = Samples.execution(number);
        Execution ended = running.completedWith(
                ActionResult.succeeded(Map.of("stdout", "x".repeat(LENGTH))), running.requestedAt());
        store.change(t -> t.executions().insertAll(List.of(Samples.entry(running, number + 1, 0))));
        store.change(t -> t.executions().updateAll(List.of(new Executions.Update(ended, 1))));
    }

    @Test
    void endWithoutFillingTheHeap() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        String url = "jdbc:h2:file:" + folder.resolve("drover");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        try (HibernateStore store =
                HibernateStore.open(DatabaseSettings.of(url, "drover", "secret"), Clock.systemUTC())) {
            assertThat(store.<Object>read(t -> t.executions()
                            .find(Samples.execution(EXECUTIONS - 1).id())
                            .orElseThrow()
                            .result()))
                    .isEqualTo(Map.of("stdout", "x".repeat(LENGTH)));
        }
    }
}
