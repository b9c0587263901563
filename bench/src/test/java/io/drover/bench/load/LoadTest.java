package io.drover.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.bench.FakeDaemon;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The load that reaches a server, and how it is measured. */
class LoadTest {
    private static final String BODY = "{\"id\": \"{{id}}\"}";

    @Test
    void keepsItsRateAndGivesEveryEventAnIdOfItsOwn() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            LoadResult result = Load.run(plan(daemon.url(), 200, Duration.ofSeconds(1)));

            assertThat(result.accepted()).isEqualTo(200);
            assertThat(result.failed()).isZero();
            assertThat(result.latencies().getTotalCount()).isEqualTo(200);
            assertThat(result.took()).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
            assertThat(new HashSet<>(daemon.bodies())).hasSize(200).contains("{\"id\": \"t-000000000199\"}");
        }
    }

    @Test
    void countsTheWaitOfEveryEventThatWasHeldUp() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            daemon.stallOnce(Duration.ofMillis(500));

            LoadResult result = Load.run(plan(daemon.url(), 200, Duration.ofSeconds(1)));

            // about 100 events were due while the server stood still, half of them more than 250 ms before its end;
            // had latency counted from sending, only the four that were under way could show it
            assertThat(result.latencies().getCountBetweenValues(250_000, 60_000_000))
                    .isGreaterThanOrEqualTo(40);
            assertThat(result.latencies().getMaxValue()).isGreaterThan(450_000);
        }
    }

    @Test
    void sendsAsManyAsAreAnsweredWhereNoRateIsSet() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            LoadResult result = Load.run(plan(daemon.url(), 0, Duration.ofMillis(500)));

            assertThat(result.accepted()).isGreaterThan(200);
            assertThat(daemon.bodies()).hasSize((int) result.accepted());
        }
    }

    @Test
    void tellsRefusalsFromFailures() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            daemon.refuseNext(5);
            LoadResult refused = Load.run(plan(daemon.url(), 100, Duration.ofMillis(200)));
            LoadPlan wrong =
                    new LoadPlan(daemon.url(), "wrong", "/v1/webhooks/x", BODY, "t-", 100, 2, Duration.ofMillis(200));
            LoadResult failed = Load.run(wrong);

            assertThat(refused.refused()).isEqualTo(5);
            assertThat(refused.accepted()).isEqualTo(15);
            assertThat(failed.failed()).isEqualTo(20);
            assertThat(failed.firstFailure()).isEqualTo("401: {\"faultstring\": \"Unauthorized\"}");
        }
    }

    @Test
    void failsWhereNobodyListens() {
        FakeDaemon daemon = new FakeDaemon(Duration.ZERO);
        URI url = daemon.url();
        daemon.close();

        assertThatThrownBy(() -> Load.run(plan(url, 100, Duration.ofMillis(100))))
                .isInstanceOf(IOException.class);
    }

    private static LoadPlan plan(URI url, double rate, Duration duration) {
        return new LoadPlan(url, FakeDaemon.TOKEN, "/v1/webhooks/bench/match", BODY, "t-", rate, 4, duration);
    }
}
