package io.drover.testkit.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands alerts over in their order, each until it succeeds or the patience with it is used up. */
final class Outbox implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final AlertChannel channel;
    private final Duration patience;
    private final MonitoringListener listener;
    private final Deque<Alert> waiting = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Outbox(AlertChannel channel, Duration patience, MonitoringListener listener) {
        this.channel = channel;
        this.patience = patience;
        this.listener = listener;
    }

    void start() {
        Thread thread = new Thread(this::deliverAll, "alerts-by-" + channel.name());
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void put(Alert alert) {
        waiting.addLast(alert);
        notifyAll();
    }

    /** {@return whether nothing is waiting any more, at the latest after the timeout} */
    synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!waiting.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // rounded up, since a wait of 0 ms would have no end
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            notifyAll();
        }
    }

    private void deliverAll() {
        try {
            for (Alert alert = next(); alert != null; alert = next()) {
                deliver(alert);
                done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Alert next() throws InterruptedException {
        while (waiting.isEmpty() && closed.getCount() > 0) {
            wait();
        }
        return closed.getCount() > 0 ? waiting.peekFirst() : null;
    }

    // an alert stays in the queue until it is delivered, so that an empty queue means that nothing is under way
    private synchronized void done() {
        waiting.removeFirst();
        notifyAll();
    }

    private void deliver(Alert alert) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                channel.deliver(alert);
                listener.delivered(alert, channel.name());
                return;
            } catch (IOException e) {
                boolean again = System.nanoTime() < deadline;
                listener.undelivered(alert, channel.name(), String.valueOf(e.getMessage()), again);
                if (!again || closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }
}
