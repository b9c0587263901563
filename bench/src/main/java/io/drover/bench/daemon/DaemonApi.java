package io.drover.bench.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.bench.http.Answer;
import io.drover.bench.http.HttpConnection;
import io.drover.bench.http.Request;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The daemon's REST API on one connection. Not for use by several threads. */
public final class DaemonApi implements Closeable {
    /** Every status that is not final, those first that most executions under load have. */
    private static final List<String> UNFINISHED = List.of(
            "requested", "scheduled", "running", "delayed", "pending", "pausing", "paused", "resuming", "canceling");

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final long MANY = 1000;
    private static final Duration LONG_INTERVAL = Duration.ofMillis(300);

    private final ObjectMapper json = new ObjectMapper();
    private final URI daemon;
    private final String token;
    private final HttpConnection connection;

    private DaemonApi(URI daemon, String token, HttpConnection connection) {
        this.daemon = daemon;
        this.token = token;
        this.connection = connection;
    }

    /** Connects. */
    public static DaemonApi of(URI daemon, String token) throws IOException {
        return new DaemonApi(daemon, token, HttpConnection.to(daemon));
    }

    /** {@return the answer whatever its status} */
    public Answer get(String path) throws IOException {
        return connection.exchange(Request.get(daemon, token, path));
    }

    /** {@return the answer whatever its status} */
    public Answer post(String path, String body) throws IOException {
        return connection.exchange(Request.post(daemon, token, path, body));
    }

    /**
     * {@return the JSON of an answer}
     *
     * @throws IOException if its status is not 2xx
     */
    public JsonNode read(String what, Answer answer) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + " was answered with " + answer.status() + ": " + answer.text());
        }
        JsonNode body = json.readTree(answer.text());
        return body == null ? json.nullNode() : body;
    }

    /**
     * {@return how many there are, by the header {@code X-Total-Count}}
     *
     * @param list for instance {@code /v1/executions?status=running}
     */
    public long count(String list) throws IOException {
        String path = list + (list.contains("?") ? "&" : "?") + "limit=1";
        Answer answer = get(path);
        String count = answer.header("x-total-count");
        if (!answer.isSuccess() || count.isEmpty()) {
            throw new IOException("GET " + path + " was answered with " + answer.status() + " and "
                    + (count.isEmpty() ? "no X-Total-Count" : "X-Total-Count " + count) + ": " + answer.text());
        }
        return Long.parseLong(count);
    }

    /**
     * {@return a value among the daemon's metrics}
     *
     * @param name with its labels, such as {@code jvm_memory_used_bytes{area="heap"}}
     */
    public double metric(String name) throws IOException {
        Answer answer = get("/metrics");
        for (String line : answer.text().lines().toList()) {
            if (line.startsWith(name + " ")) {
                return Double.parseDouble(line.substring(name.length() + 1));
            }
        }
        throw new IOException("GET /metrics was answered with " + answer.status() + " and without " + name);
    }

    /**
     * Waits until every execution is in a final state; the moment is known to about 50 ms. As long as there are many left
     * it asks seldom, since counting them costs the daemon time.
     */
    public void awaitAllFinished(Duration timeout) throws IOException {
        Await.until("the end of all executions", timeout, INTERVAL, () -> {
            long left = unfinished();
            if (left > MANY) {
                LockSupport.parkNanos(LONG_INTERVAL.toNanos());
            }
            return left == 0;
        });
    }

    /** {@return 0 if all are finished, else how many there are in one of the other states} */
    private long unfinished() throws IOException {
        for (String status : UNFINISHED) {
            long count = count("/v1/executions?status=" + status);
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
