package io.drover.distribution.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Walks the five minutes of the README as a reader would: every line of its blocks, in order, in the unpacked folder. */
final class TourIT {
    private static final Path README = Path.of("..", "README.md");
    private static final String DEFAULT_URL = "http://127.0.0.1:9101";

    @Test
    void everyLineOfTheReadmesTourWorks() throws IOException, InterruptedException {
        List<String> lines = lines();
        Path home = Installation.with("");

        try (PackagedDaemon daemon = new PackagedDaemon(home, home, Map.of()).start()) {
            assertThat(lines.get(0)).isEqualTo("bin/droverd");
            List<String> failed = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String command = line.replace(DEFAULT_URL, daemon.url().toString());
                Process process = new ProcessBuilder("bash", "-c", command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), UTF_8);
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    failed.add(command + "\n" + output);
                }
                if (line.contains("report_v1.matches")) {
                    assertThat(output).contains("hello.greet").contains("succeeded");
                }
            }

            assertThat(failed).isEmpty();
        }
    }

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean tour = false;
        boolean block = false;
        for (String line : Files.readAllLines(README, UTF_8)) {
            if (line.startsWith("<!-- tour")) {
                tour = true;
            } else if (line.startsWith("<!-- end of the tour")) {
                tour = false;
            } else if (tour && line.startsWith("```")) {
                block = !block;
            } else if (tour && block && !line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
