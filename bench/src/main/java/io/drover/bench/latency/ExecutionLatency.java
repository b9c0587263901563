package io.drover.bench.latency;

import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * Requests executions one after the other and takes the time from sending each request to the {@code end_timestamp} that
 * the daemon wrote. Both are the clock of one machine, so how often the end is asked for makes no difference.
 */
public final class ExecutionLatency {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final DaemonApi api;
    private final Clock clock;
    private final String request;

    /**
     * Measures this action.
     *
     * @param clock that of the machine, the same as the daemon's
     * @param parameters a JSON object
     */
    public ExecutionLatency(DaemonApi api, Clock clock, String action, String parameters) {
        this.api = api;
        this.clock = clock;
        this.request = ExecutionEnd.body(action, parameters);
    }

    /**
     * {@return the times in microseconds}
     *
     * @param warmUp how many executions go before, without being counted
     * @throws IOException if one of them does not succeed
     */
    public Histogram measure(int warmUp, int count) throws IOException {
        Histogram times = new Histogram(SIGNIFICANT_DIGITS);
        for (int i = 0; i < warmUp + count; i++) {
            Duration time = once();
            if (i >= warmUp) {
                times.recordValue(Math.max(0, time.toNanos() / 1000));
            }
        }
        return times;
    }

    private Duration once() throws IOException {
        Instant sent = clock.instant();
        String id = ExecutionEnd.request(api, request);
        return Duration.between(sent, ExecutionEnd.await(api, id, TIMEOUT));
    }
}
