package io.drover.restapi;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that hold a door open without getting on: each has a deadline for what it owes next, however many
 * bytes trickle in meanwhile. One sweep looks after all of them.
 */
final class SlowClients {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SHORTEST_SWEEP = 20;
    private static final long LONGEST_SWEEP = 1_000;
    private static final int SWEEPS_PER_LIMIT = 8;

    private final Map<HttpConnection, Deadline> open = new ConcurrentHashMap<>();
    private final Duration headerTime;
    private final Duration bodyTime;
    private final Vertx vertx;
    private final long timer;

    SlowClients(Vertx vertx, Duration headerTime, Duration bodyTime) {
        this.vertx = vertx;
        this.headerTime = headerTime;
        this.bodyTime = bodyTime;
        long sweep = Math.min(headerTime.toMillis(), bodyTime.toMillis()) / SWEEPS_PER_LIMIT;
        this.timer = vertx.setPeriodic(Math.max(SHORTEST_SWEEP, Math.min(LONGEST_SWEEP, sweep)), tick -> closeLate());
    }

    /** A new connection owes a request's headers. */
    void connected(HttpConnection connection) {
        open.put(connection, new Deadline(System.nanoTime() + headerTime.toNanos()));
        connection.closeHandler(closed -> open.remove(connection));
    }

    /** The headers are here; it owes the body. */
    void owesBody(HttpConnection connection) {
        set(connection, System.nanoTime() + bodyTime.toNanos());
    }

    /** The request is whole; now we owe the answer. */
    void owesNothing(HttpConnection connection) {
        set(connection, NEVER);
    }

    /** The answer is out. A connection that is kept may rest as long as the idle limit lets it, and then owes headers. */
    void answered(HttpConnection connection, Duration rest) {
        set(connection, System.nanoTime() + rest.toNanos());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void set(HttpConnection connection, long at) {
        Deadline deadline = open.get(connection);
        if (deadline != null) {
            deadline.at = at;
        }
    }

    private void closeLate() {
        long now = System.nanoTime();
        open.forEach((connection, deadline) -> {
            if (deadline.at != NEVER && now - deadline.at > 0) {
                connection.close();
            }
        });
    }

    private static final class Deadline {
        volatile long at;

        Deadline(long at) {
            this.at = at;
        }
    }
}
