package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    private static final String LISTENER = """
            import socket, sys
            server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            server.bind(sys.argv[1])
            while True:
                with open(sys.argv[2], "ab") as told:
                    told.write(server.recv(4096).rstrip(b"\\n") + b"\\n")
            """;

    @TempDir
    Path folder;

    @Test
    void tellsThatTheDaemonIsReadyAndStops() throws IOException {
        try (ServiceNotices notices = new ServiceNotices(recorder(), null, null, () -> true)) {
            notices.ready("listens at x");
            notices.stopping();
        }

        assertThat(told()).containsExactly("READY=1 STATUS=listens at x", "STOPPING=1");
    }

    @Test
    void showsThatItIsWellOnlyWhileItIs() throws IOException {
        AtomicBoolean isWell = new AtomicBoolean(true);
        AtomicInteger looks = new AtomicInteger();
        try (ServiceNotices notices = new ServiceNotices(recorder(), null, Duration.ofMillis(30), () -> {
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

    /** systemd's own protocol, over a socket of datagrams as systemd has one. */
    @Test
    void speaksToTheSocketOfSystemd() throws IOException {
        for (String program : List.of("systemd-notify", "python3")) {
            assumeTrue(isThere(program), "no " + program + " here");
        }
        Path socket = folder.resolve("notify");
        Process systemd = new ProcessBuilder(
                        "python3",
                        "-c",
                        LISTENER,
                        socket.toString(),
                        folder.resolve("told").toString())
                .inheritIO()
                .start();
        try {
            Await.until("the socket is there", () -> Files.exists(socket));
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "300000");
            try (ServiceNotices notices = ServiceNotices.of(environment, () -> true)) {
                notices.ready("listens at x");
                Await.until("it was told to be well", () -> told().contains("WATCHDOG=1"));
                notices.stopping();
                Await.until("it was told to stop", () -> told().contains("STOPPING=1"));
            }

            // newer programs ask besides that they may end once they were heard
            assertThat(told().stream().filter(line -> !line.equals("BARRIER=1")))
                    .startsWith("READY=1", "STATUS=listens at x", "WATCHDOG=1")
                    .endsWith("STOPPING=1");
        } finally {
            systemd.destroy();
        }
    }

    private static boolean isThere(String program) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null")
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
