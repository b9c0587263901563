package io.drover.testkit.lab;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A monitoring server: takes check results, keeps the state of each host and service as Nagios does, and delivers the
 * alerts that follow. Each channel delivers its alerts in order and tries again until the other side takes them or 30 s
 * have passed, so that a receiver may be late or restarted; it can then see an alert twice, under the same id.
 */
public final class MonitoringServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock;
    private final MonitoringListener listener;
    private final Function<Alert, AlertChannel> route;
    private final Map<Checked, ServiceState> states = new LinkedHashMap<>();
    private final Map<AlertChannel, Outbox> outboxes = new LinkedHashMap<>();
    private final ExecutorService checks = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checks");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts with no state known.
     *
     * @param clock tells when a check was made
     * @param route picks the channel of each alert, one of a few that live as long as the server
     */
    public MonitoringServer(Clock clock, Function<Alert, AlertChannel> route, MonitoringListener listener) {
        this.clock = clock;
        this.route = route;
        this.listener = listener;
    }

    /** A check found this, now. Alerts that follow are delivered in the background. */
    public synchronized ServiceState check(Checked checked, State state, String output) {
        CheckResult result = new CheckResult(state, output, clock.instant());
        ServiceState before = states.getOrDefault(checked, ServiceState.before(checked));
        ServiceState.Transition transition =
                hostIsDown(checked) ? before.afterWithHostDown(result) : before.after(result);
        states.put(checked, transition.now());
        listener.checked(transition.now(), result);
        transition.alert().ifPresent(alert -> outbox(route.apply(alert)).put(alert));
        return transition.now();
    }

    /** Makes the checks of a script one after the other, without waiting for their time. */
    public void playNow(Script script) {
        script.steps().forEach(step -> check(step.checked(), step.state(), step.output()));
    }

    /**
     * Makes the checks of a script in real time.
     *
     * @return completes with the last check, or exceptionally with the first that failed
     */
    public CompletableFuture<@Nullable Void> play(Script script) {
        List<CompletableFuture<@Nullable Void>> made =
                script.steps().stream().map(this::schedule).toList();
        return CompletableFuture.allOf(made.toArray(CompletableFuture<?>[]::new));
    }

    /** {@return the present state of all that was ever checked} */
    public synchronized List<ServiceState> states() {
        return List.copyOf(states.values());
    }

    /** {@return whether every alert is delivered or given up, at the latest after the timeout} */
    public boolean awaitDelivered(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Outbox> all;
        synchronized (this) {
            all = List.copyOf(outboxes.values());
        }
        boolean empty = true;
        for (Outbox outbox : all) {
            empty &= outbox.awaitEmpty(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        return empty;
    }

    /** Stops checking and delivering; what is not delivered by now never is. */
    @Override
    public synchronized void close() {
        checks.shutdownNow();
        outboxes.values().forEach(Outbox::close);
    }

    private CompletableFuture<@Nullable Void> schedule(Script.Step step) {
        return CompletableFuture.runAsync(
                () -> check(step.checked(), step.state(), step.output()),
                CompletableFuture.delayedExecutor(step.at().toMillis(), TimeUnit.MILLISECONDS, checks));
    }

    private boolean hostIsDown(Checked checked) {
        return checked.service() != null
                && states.values().stream()
                        .anyMatch(known -> known.state() == State.DOWN
                                && known.checked().host().equals(checked.host()));
    }

    private Outbox outbox(AlertChannel channel) {
        return outboxes.computeIfAbsent(channel, any -> {
            Outbox outbox = new Outbox(channel, PATIENCE, listener);
            outbox.start();
            return outbox;
        });
    }
}
