package io.drover.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.bench.FakeDaemon;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaveTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void requestsAllAtOnceAndLastsUntilTheLastHasEnded() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO);
                DaemonApi api = DaemonApi.of(daemon.url(), FakeDaemon.TOKEN)) {
            Wave wave = new Wave(() -> DaemonApi.of(daemon.url(), FakeDaemon.TOKEN), CLOCK, Duration.ofSeconds(10));

            Duration took = wave.measure(30, "bench_workflows.long", "{}");

            assertThat(took).isPositive().isLessThan(Duration.ofSeconds(30));
            assertThat(api.count("/v1/executions")).isEqualTo(30);
        }
    }

    @Test
    void failsWhereAnExecutionCannotBeRequested() {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO)) {
            Wave wave = new Wave(() -> DaemonApi.of(daemon.url(), "wrong"), CLOCK, Duration.ofSeconds(10));

            assertThatThrownBy(() -> wave.measure(2, "core.noop", "{}"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("an execution could not be requested")
                    .hasStackTraceContaining("401");
        }
    }
}
