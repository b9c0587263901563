package io.drover.bench.load;

import io.drover.bench.http.Answer;
import io.drover.bench.http.Request;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Posts events on several connections, all from one thread, so that the generator takes little of the machine that it
 * shares with the daemon.
 *
 * <p>At a fixed rate every event has its due time, and its latency counts from there: an event that had to wait because
 * an earlier one was slow carries that wait, as the sender of it would have felt it. Events that are due are sent even
 * after the time is over. Without a rate each connection sends its next event as soon as the last is answered, and
 * latency counts from sending; that finds the highest throughput, not what latencies are like below it.
 */
public final class Load {
    private static final long PAUSE_AFTER_REFUSAL = Duration.ofMillis(5).toNanos();
    private static final long ANSWER_LIMIT = Duration.ofSeconds(60).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMillis(10).toNanos();
    private static final long SHORTEST_SELECT = Duration.ofMillis(1).toNanos();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final LoadPlan plan;
    private final Selector selector;
    private final Request.Numbered request;
    private final List<EventConnection> connections = new ArrayList<>();
    private final Queue<EventConnection> idle = new ArrayDeque<>();
    /** Those that rest after a refusal, the first to come back first. */
    private final Queue<EventConnection> resting = new ArrayDeque<>();

    private final Histogram latencies = LoadResult.histogram();
    private final long start;
    private final long end;
    private long ticket;
    private long accepted;
    private long refused;
    private long failed;
    private String firstFailure = "";

    private Load(LoadPlan plan, Selector selector) throws IOException {
        this.plan = plan;
        this.selector = selector;
        this.request = new Request.Numbered(plan.daemon(), plan.token(), plan.path(), plan.body(), plan.prefix());
        for (int i = 0; i < plan.connections(); i++) {
            connections.add(EventConnection.to(plan.daemon(), selector));
        }
        idle.addAll(connections);
        this.start = System.nanoTime();
        this.end = start + plan.duration().toNanos();
    }

    /**
     * Runs to the end.
     *
     * @throws IOException if not all connections could be made at the start
     */
    public static LoadResult run(LoadPlan plan) throws IOException {
        try (Selector selector = Selector.open()) {
            return new Load(plan, selector).run();
        }
    }

    private LoadResult run() throws IOException {
        try {
            while (nextDue(System.nanoTime()) < end || idle.size() + resting.size() < connections.size()) {
                sendDue();
                await();
                takeAnswers();
            }
        } finally {
            for (EventConnection connection : connections) {
                connection.disconnect();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new LoadResult(accepted, refused, failed, firstFailure, latencies, took);
    }

    /** {@return when the next event is due; without a rate that is always now} */
    private long nextDue(long now) {
        return plan.isPaced() ? start + (long) (ticket * 1e9 / plan.rate()) : now;
    }

    private void sendDue() {
        long now = System.nanoTime();
        while (!resting.isEmpty() && resting.element().since() + PAUSE_AFTER_REFUSAL <= now) {
            idle.add(resting.remove());
        }
        for (long due = nextDue(now); due < end && due <= now && !idle.isEmpty(); due = nextDue(now)) {
            EventConnection connection = idle.remove();
            try {
                connection.send(request.with(ticket++), due);
            } catch (IOException e) {
                broken(connection, e);
            }
            now = System.nanoTime();
        }
    }

    /** Waits until an answer comes, or the next event may be due. */
    private void await() throws IOException {
        long wait = LONGEST_WAIT;
        if (!resting.isEmpty()) {
            wait = Math.min(wait, resting.element().since() + PAUSE_AFTER_REFUSAL - System.nanoTime());
        }
        if (plan.isPaced() && !idle.isEmpty()) {
            long now = System.nanoTime();
            wait = Math.min(wait, nextDue(now) - now);
        }
        if (wait >= SHORTEST_SELECT) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(wait));
        } else {
            // a selector waits for whole milliseconds: too long for the next event, but short enough to let answers
            // wait
            LockSupport.parkNanos(Math.max(0, wait));
            selector.selectNow();
        }
    }

    private void takeAnswers() {
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            EventConnection connection = (EventConnection) ready.next().attachment();
            ready.remove();
            try {
                Answer answer = connection.take();
                if (answer != null) {
                    answered(connection, answer);
                }
            } catch (IOException e) {
                broken(connection, e);
            }
        }
        long now = System.nanoTime();
        for (EventConnection connection : connections) {
            if (connection.isBusy() && now - connection.since() > ANSWER_LIMIT) {
                broken(connection, new IOException("it took more than a minute"));
            }
        }
    }

    private void answered(EventConnection connection, Answer answer) {
        latencies.recordValue(Math.max(0, System.nanoTime() - connection.since()) / 1000);
        if (answer.header("connection").equalsIgnoreCase("close")) {
            connection.disconnect();
        }
        boolean tooMany = answer.status() == TOO_MANY_REQUESTS || answer.status() == UNAVAILABLE;
        if (answer.isSuccess()) {
            accepted++;
        } else if (tooMany) {
            refused++;
        } else {
            failed(answer.status() + ": " + answer.text());
        }
        if (tooMany && !plan.isPaced()) {
            rest(connection);
        } else {
            idle.add(connection);
        }
    }

    private void broken(EventConnection connection, IOException why) {
        failed("no answer: " + why);
        connection.disconnect();
        rest(connection);
    }

    private void rest(EventConnection connection) {
        connection.rests();
        resting.add(connection);
    }

    private void failed(String why) {
        failed++;
        if (firstFailure.isEmpty()) {
            firstFailure = why;
        }
    }
}
