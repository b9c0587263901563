package io.drover.bench.load;

import io.drover.bench.http.Answer;
import io.drover.bench.http.HttpConnection;
import io.drover.bench.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts events on a few connections, each with a thread of its own.
 *
 * <p>At a fixed rate every event has its due time, and its latency counts from there: an event that had to wait because
 * an earlier one was slow carries that wait, as the sender of it would have felt it. Events that are due are sent even
 * after the time is over. Without a rate each connection sends its next event as soon as the last is answered, and
 * latency counts from sending; that finds the highest throughput, not what latencies are like below it.
 */
public final class Load {
    private static final long PAUSE_AFTER_REFUSAL = Duration.ofMillis(5).toNanos();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final LoadPlan plan;
    private final AtomicLong tickets = new AtomicLong();
    private final long start;
    private final long end;

    private Load(LoadPlan plan, long start) {
        this.plan = plan;
        this.start = start;
        this.end = start + plan.duration().toNanos();
    }

    /**
     * Runs to the end.
     *
     * @throws IOException if not even the first connection could be made
     */
    public static LoadResult run(LoadPlan plan) throws IOException, InterruptedException {
        List<HttpConnection> connections = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            connections.add(HttpConnection.to(plan.daemon()));
        }
        Load load = new Load(plan, System.nanoTime());
        List<Sender> senders = new ArrayList<>();
        for (HttpConnection connection : connections) {
            Sender sender = load.new Sender(connection);
            sender.start();
            senders.add(sender);
        }
        LoadResult all = LoadResult.nothing();
        for (Sender sender : senders) {
            sender.join();
            all = all.and(sender.result());
        }
        return all.took(Duration.ofNanos(System.nanoTime() - load.start));
    }

    private final class Sender extends Thread {
        private final Request.Numbered request =
                new Request.Numbered(plan.daemon(), plan.token(), plan.path(), plan.body(), plan.prefix());
        private final Histogram latencies = LoadResult.histogram();
        private @Nullable HttpConnection connection;
        private long accepted;
        private long refused;
        private long failed;
        private String firstFailure = "";

        Sender(HttpConnection connection) {
            this.connection = connection;
            setDaemon(true);
        }

        LoadResult result() {
            return new LoadResult(accepted, refused, failed, firstFailure, latencies, Duration.ZERO);
        }

        @Override
        public void run() {
            while (true) {
                long ticket = tickets.getAndIncrement();
                long due = plan.isPaced() ? start + (long) (ticket * 1e9 / plan.rate()) : System.nanoTime();
                if (due >= end) {
                    break;
                }
                parkUntil(due);
                send(ticket, due);
            }
            disconnect();
        }

        private void send(long ticket, long since) {
            try {
                Answer answer = connection().exchange(request.with(ticket));
                latencies.recordValue(Math.max(0, System.nanoTime() - since) / 1000);
                count(answer);
                if (answer.header("connection").equalsIgnoreCase("close")) {
                    disconnect();
                }
            } catch (IOException e) {
                failed("no answer: " + e);
                disconnect();
                LockSupport.parkNanos(PAUSE_AFTER_REFUSAL);
            }
        }

        private void count(Answer answer) {
            if (answer.isSuccess()) {
                accepted++;
            } else if (answer.status() == TOO_MANY_REQUESTS || answer.status() == UNAVAILABLE) {
                refused++;
                if (!plan.isPaced()) {
                    LockSupport.parkNanos(PAUSE_AFTER_REFUSAL);
                }
            } else {
                failed(answer.status() + ": " + answer.text());
            }
        }

        private void failed(String why) {
            failed++;
            if (firstFailure.isEmpty()) {
                firstFailure = why;
            }
        }

        private HttpConnection connection() throws IOException {
            HttpConnection open = connection;
            if (open == null) {
                open = HttpConnection.to(plan.daemon());
                connection = open;
            }
            return open;
        }

        private void disconnect() {
            HttpConnection open = connection;
            connection = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    // it is not used any more
                }
            }
        }

        private static void parkUntil(long due) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
