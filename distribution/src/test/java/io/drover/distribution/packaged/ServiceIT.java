package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.drover.testkit.net.FreePort;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Drover as a service: in the background, and under systemd. */
class ServiceIT {
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for drover.service: ([0-9.]+)");
    private static final double MOST_EXPOSURE = 1.5;

    @Test
    void startsAndStopsInTheBackground() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("background")) {
            assertThat(daemon.drover("server", "status").code()).isEqualTo(3);

            Outcome started = daemon.drover("server", "start");

            assertThat(started.err()).isEmpty();
            assertThat(started.out()).contains("listens at http://127.0.0.1:");
            try {
                assertThat(daemon.drover("server", "start").out()).contains("runs already");
                assertThat(daemon.drover("server", "status").code()).isZero();
                assertThat(daemon.drover("rule", "list").code()).isZero();
            } finally {
                assertThat(daemon.drover("server", "stop").out()).contains("stopped");
            }
            assertThat(daemon.drover("server", "status").code()).isEqualTo(3);
            assertThat(daemon.drover("server", "dance").err()).contains("'stop' or 'status', but found 'dance'");
        }
    }

    @Test
    void tellsWhyItDidNotStartInTheBackground() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("no-start").with("DROVER_HTTP_PORT", "x")) {
            Outcome outcome = daemon.drover("server", "start");

            assertThat(outcome.code()).isEqualTo(78);
            assertThat(outcome.err()).contains("http.port");
        }
    }

    @Test
    void letsADebuggerConnectFromThisMachineOnly() {
        int port = FreePort.choose();
        try (PackagedDaemon daemon = PackagedDaemon.fresh("debug").with("DROVER_DEBUG_PORT", Integer.toString(port))) {
            daemon.start();

            assertThat(daemon.log()).contains("Warning: a debugger may connect to 127.0.0.1:" + port);
            assertThat(daemon.log()).contains("Listening for transport dt_socket at address: " + port);
        }
    }

    @Test
    void isWalledInUnderSystemd() {
        assumeTrue(DebianMachine.isThere("systemd-analyze"), "no systemd-analyze here");
        Outcome outcome = Outcome.of(new ProcessBuilder(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                Path.of("src/main/deb/systemd/drover.service").toAbsolutePath().toString()));

        Matcher level = EXPOSURE.matcher(outcome.out());
        assertThat(level.find()).as(outcome.out() + outcome.err()).isTrue();
        assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(MOST_EXPOSURE);
    }
}
