package io.drover.testkit.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A chat server with incoming webhooks on the loopback interface: {@code POST /hooks/<token>} takes a JSON object with
 * {@code text} and, if wanted, {@code channel} and {@code username}, and is answered with 200 {@code ok}. What is not
 * such an object gets 400, an unknown token 404, another method 405.
 */
public final class ChatServer implements AutoCloseable {
    private static final String HOOKS = "/hooks/";

    private final Clock clock;
    private final Set<String> tokens;
    private final Consumer<Message> listener;
    private final ObjectMapper json = new ObjectMapper();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final HttpServer http = vertx.createHttpServer();
    private final List<Message> messages = new ArrayList<>();
    private int failures;
    private int failureStatus;

    private ChatServer(Clock clock, Set<String> tokens, Consumer<Message> listener) {
        this.clock = clock;
        this.tokens = Set.copyOf(tokens);
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param listener is called with each message before it is answered, and must not block
     * @throws IOException if the port cannot be had
     */
    public static ChatServer start(Clock clock, int port, Set<String> tokens, Consumer<Message> listener)
            throws IOException {
        ChatServer server = new ChatServer(clock, tokens, listener);
        server.http.requestHandler(server::handle);
        try {
            wait(server.http.listen(port, "127.0.0.1"));
        } catch (CompletionException e) {
            server.close();
            throw new IOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
        return server;
    }

    public int port() {
        return http.actualPort();
    }

    /** {@return the address that messages are posted to with this token} */
    public URI hook(String token) {
        return URI.create("http://127.0.0.1:" + port() + HOOKS + token);
    }

    /** The next so many requests, whatever they are, are answered with this status and otherwise ignored. */
    public synchronized void failNext(int requests, int status) {
        failures = requests;
        failureStatus = status;
    }

    /** {@return all messages so far, oldest first} */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /**
     * Waits for a message; one that is there already will do.
     *
     * @return the first message that fits
     * @throws AssertionError if none came in time; it lists those that did
     */
    public synchronized Message awaitMessage(Predicate<Message> wanted, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (int seen = 0; ; seen++) {
            while (seen == messages.size()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no such message came within " + timeout + "; there were " + messages);
                }
                // rounded up, since a wait of 0 ms would have no end
                wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            }
            if (wanted.test(messages.get(seen))) {
                return messages.get(seen);
            }
        }
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    private static void wait(Future<?> done) {
        done.toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            Answer answer = answer(request.method(), request.path(), body.getBytes());
            request.response()
                    .setStatusCode(answer.status())
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(answer.text());
        });
    }

    private Answer answer(HttpMethod method, String path, byte[] body) {
        Answer failure = plannedFailure();
        if (failure != null) {
            return failure;
        }
        String token = path.startsWith(HOOKS) ? path.substring(HOOKS.length()) : "";
        if (!tokens.contains(token)) {
            return new Answer(404, "no such hook");
        }
        if (!method.equals(HttpMethod.POST)) {
            return new Answer(405, "post a message");
        }
        try {
            JsonNode message = json.readTree(body);
            if (!message.path("text").isTextual()) {
                return new Answer(400, "a message is a JSON object with a text");
            }
            take(new Message(
                    token,
                    message.path("text").textValue(),
                    message.path("channel").textValue(),
                    message.path("username").textValue(),
                    clock.instant()));
            return new Answer(200, "ok");
        } catch (IOException e) {
            return new Answer(400, "not JSON: " + e.getMessage());
        }
    }

    private synchronized @Nullable Answer plannedFailure() {
        if (failures == 0) {
            return null;
        }
        failures--;
        return new Answer(failureStatus, "failing as told");
    }

    private synchronized void take(Message message) {
        messages.add(message);
        listener.accept(message);
        notifyAll();
    }

    private record Answer(int status, String text) {}
}
