package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNoticesTest {
    @TempDir
    Path folder;

    @Test
    void tellsThatTheDaemonIsReadyAndStops() throws IOException {
        try (ServiceNotices notices = new ServiceNotices(recorder(), null, () -> true)) {
            notices.ready("listens at x");
            notices.stopping();
        }

        assertThat(told()).containsExactly("READY=1 STATUS=listens at x", "STOPPING=1");
    }

    @Test
    void showsThatItIsWellOnlyWhileItIs() throws IOException {
        AtomicBoolean isWell = new AtomicBoolean(true);
        AtomicInteger looks = new AtomicInteger();
        try (ServiceNotices notices = new ServiceNotices(recorder(), Duration.ofMillis(30), () -> {
            looks.incrementAndGet();
            return isWell.get();
        })) {
            notices.ready("ready");
            Await.until("it was told", () -> told().contains("WATCHDOG=1"));
            isWell.set(false);
            int before = looks.get();
            Await.until("a notice under way has arrived", () -> looks.get() > before + 1);
            int told = told().size();
            int later = looks.get();
            Await.until("it was looked again", () -> looks.get() > later + 2);

            assertThat(told()).hasSize(told);
        }
    }

    @Test
    void saysNothingWithoutSystemd() {
        try (ServiceNotices notices = ServiceNotices.of(Map.of("WATCHDOG_USEC", "1000"), () -> {
            throw new AssertionError("Nobody asks.");
        })) {
            notices.ready("ready");
            notices.stopping();
        }

        assertThat(folder.resolve("told")).doesNotExist();
    }

    private List<String> recorder() {
        return List.of("sh", "-c", "echo \"$*\" >>'" + folder.resolve("told") + "'", "sh");
    }

    private List<String> told() throws IOException {
        return Files.exists(folder.resolve("told")) ? Files.readAllLines(folder.resolve("told")) : List.of();
    }
}
