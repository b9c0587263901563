package io.drover.bench.latency;

import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Many executions that are requested at once, and the time until the last of them has ended. */
public final class Wave {
    /** Connects to the daemon. */
    @FunctionalInterface
    public interface Connections {
        DaemonApi open() throws IOException;
    }

    private final Connections connections;
    private final Clock clock;
    private final Duration timeout;

    /** @param clock that of the machine, the same as the daemon's */
    public Wave(Connections connections, Clock clock, Duration timeout) {
        this.connections = connections;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * {@return the time from the first request to the last end}
     *
     * @param parameters a JSON object
     * @throws IOException if one of them does not succeed in time
     */
    public Duration measure(int executions, String action, String parameters) throws IOException {
        Instant sent = clock.instant();
        Instant last = sent;
        List<String> ids = requested(executions, ExecutionEnd.body(action, parameters));
        try (DaemonApi api = connections.open()) {
            for (String id : ids) {
                Instant ended = ExecutionEnd.await(api, id, timeout);
                last = ended.isAfter(last) ? ended : last;
            }
        }
        return Duration.between(sent, last);
    }

    /** Each on a connection of its own, so that none waits for the answer to another. */
    private List<String> requested(int executions, String body) throws IOException {
        ExecutorService senders = Executors.newFixedThreadPool(executions);
        try {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < executions; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> request(body), senders));
            }
            return answers.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw new IOException("an execution could not be requested", e.getCause());
        } finally {
            senders.shutdown();
        }
    }

    private String request(String body) {
        try (DaemonApi api = connections.open()) {
            return ExecutionEnd.request(api, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
