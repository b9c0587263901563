package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What leaves a monitoring server, in which order and by which way. */
class MonitoringServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Checked HTTP = Checked.service("web1", "http", 1);
    private static final Checked DISK = Checked.service("db1", "disk", 1);
    private static final Checked WEB1 = Checked.host("web1", 1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final Recorder first = new Recorder("first");
    private final Recorder second = new Recorder("second");
    private final Notes notes = new Notes();

    @Test
    void deliversEachAlertByItsChannelAndInOrder() throws InterruptedException {
        try (MonitoringServer server =
                new MonitoringServer(clock, alert -> alert.host().equals("web1") ? first : second, notes)) {
            server.check(HTTP, State.CRITICAL, "refused");
            server.check(DISK, State.WARNING, "80 %");
            server.check(HTTP, State.WARNING, "slow");
            server.check(HTTP, State.OK, "fine");

            assertThat(server.awaitDelivered(PATIENCE)).isTrue();
        }

        assertThat(first.taken).extracting(Alert::state).containsExactly(State.CRITICAL, State.WARNING, State.OK);
        assertThat(second.taken).extracting(Alert::output).containsExactly("80 %");
        assertThat(first.taken).extracting(Alert::at).containsOnly(clock.instant());
    }

    @Test
    void triesAgainUntilTheOtherSideTakesTheSameAlert() throws InterruptedException {
        first.failures.set(2);
        try (MonitoringServer server = new MonitoringServer(clock, alert -> first, notes)) {
            server.check(HTTP, State.CRITICAL, "refused");

            assertThat(server.awaitDelivered(PATIENCE)).isTrue();
        }

        assertThat(first.taken).hasSize(1);
        assertThat(notes.all)
                .containsExactly(
                        "web1/http is CRITICAL", "first again: away", "first again: away", "first delivered refused");
    }

    @Test
    void tellsThatAlertsAreStillWaiting() throws InterruptedException {
        first.failures.set(Integer.MAX_VALUE);
        try (MonitoringServer server = new MonitoringServer(clock, alert -> first, notes)) {
            server.check(HTTP, State.CRITICAL, "refused");

            assertThat(server.awaitDelivered(Duration.ofMillis(50))).isFalse();
        }
    }

    @Test
    void keepsQuietAboutServicesOfAHostThatIsDown() throws InterruptedException {
        try (MonitoringServer server = new MonitoringServer(clock, alert -> first, notes)) {
            server.check(WEB1, State.DOWN, "no route");
            server.check(HTTP, State.CRITICAL, "no route");
            server.check(DISK, State.WARNING, "80 %");
            server.check(WEB1, State.UP, "back");
            server.check(HTTP, State.OK, "back");

            assertThat(server.awaitDelivered(PATIENCE)).isTrue();
            assertThat(server.states())
                    .extracting(ServiceState::state)
                    .containsExactly(State.UP, State.OK, State.WARNING);
        }

        assertThat(first.taken).extracting(Alert::output).containsExactly("no route", "80 %", "back");
        assertThat(first.taken.get(2).service()).isNull();
    }

    @Test
    void playsAScriptInRealTimeInTheOrderOfItsSteps() {
        Script script = new Script(List.of(
                new Script.Step(Duration.ofMillis(60), HTTP, State.OK, "late"),
                new Script.Step(Duration.ofMillis(20), HTTP, State.CRITICAL, "early")));
        try (MonitoringServer server = new MonitoringServer(clock, alert -> first, notes)) {
            long start = System.nanoTime();
            server.play(script).join();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            assertThat(notes.all)
                    .filteredOn(note -> note.startsWith("web1/http"))
                    .containsExactly("web1/http is CRITICAL", "web1/http is OK");
        }
    }

    @Test
    void theEndOfAPlayTellsOfACheckThatMadeNoSense() {
        Script script = new Script(List.of(new Script.Step(Duration.ZERO, HTTP, State.UP, "?")));
        try (MonitoringServer server = new MonitoringServer(clock, alert -> first, notes)) {
            assertThatThrownBy(() -> server.play(script).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSeededScriptLeadsToTheSameAlertsEachTime() throws InterruptedException {
        Script script = Script.seeded(42, List.of(WEB1, HTTP, DISK), 50, Duration.ofSeconds(1));

        for (Recorder recorder : List.of(first, second)) {
            try (MonitoringServer server = new MonitoringServer(clock, alert -> recorder, notes)) {
                server.playNow(script);
                assertThat(server.awaitDelivered(PATIENCE)).isTrue();
            }
        }

        assertThat(first.taken).isNotEmpty().isEqualTo(second.taken);
        assertThat(Script.seeded(43, List.of(WEB1, HTTP, DISK), 50, Duration.ofSeconds(1)))
                .isNotEqualTo(script);
    }

    private static final class Recorder implements AlertChannel {
        private final String name;
        private final List<Alert> taken = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void deliver(Alert alert) throws IOException {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("away");
            }
            taken.add(alert);
        }
    }

    private static final class Notes implements MonitoringListener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void checked(ServiceState now, CheckResult result) {
            all.add(now.checked().title() + " is " + now.state());
        }

        @Override
        public void delivered(Alert alert, String channel) {
            all.add(channel + " delivered " + alert.output());
        }

        @Override
        public void undelivered(Alert alert, String channel, String reason, boolean again) {
            all.add(channel + (again ? " again: " : " given up: ") + reason);
        }
    }
}
