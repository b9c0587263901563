package io.drover.bench.stream;

import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.http.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Announces something at a steady rate while clients of the event stream listen, and takes the time from when each
 * announcement was to be sent until each client has it: the execution that announces, its commit and its end included.
 */
public final class StreamDelivery {
    private static final String ROUTE = "/v1/stream?events=st2.announcement__*";
    private static final Duration LAST = Duration.ofSeconds(10);

    private final URI daemon;
    private final String token;
    private final int clients;
    private final double rate;

    /**
     * Measures with so many clients.
     *
     * @param rate announcements per second
     */
    public StreamDelivery(URI daemon, String token, int clients, double rate) {
        this.daemon = daemon;
        this.token = token;
        this.clients = clients;
        this.rate = rate;
    }

    /**
     * {@return the times in microseconds}
     *
     * @throws IOException if a client did not get everything
     */
    public Histogram measure(Duration warmUp, Duration duration) throws IOException {
        try (DaemonApi api = DaemonApi.of(daemon, token);
                Listeners listeners = Listeners.open(daemon, Request.get(daemon, token, ROUTE), clients)) {
            announce(api, warmUp);
            awaitAll(listeners);
            listeners.reset();
            announce(api, duration);
            awaitAll(listeners);
            return listeners.times();
        }
    }

    private long announced;

    private void announce(DaemonApi api, Duration duration) throws IOException {
        long count = Math.round(duration.toMillis() / 1000.0 * rate);
        long start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long due = start + (long) (i / rate * 1e9);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            api.read(
                    "POST /v1/executions",
                    api.post(
                            "/v1/executions",
                            "{\"action\": \"core.announcement\", \"parameters\": {\"message\": {\"" + Listeners.SENT
                                    + "\": " + due + "}}}"));
            announced++;
        }
    }

    private void awaitAll(Listeners listeners) throws IOException {
        long end = System.nanoTime() + LAST.toNanos();
        while (listeners.received() < announced * clients) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(clients + " clients got " + listeners.received() + " of " + announced * clients
                        + " announcements");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
