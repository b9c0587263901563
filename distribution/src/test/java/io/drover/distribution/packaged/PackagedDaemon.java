package io.drover.distribution.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.testkit.judge.Ledger;
import io.drover.testkit.judge.WebhookLoad;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A daemon of the archive in a process of its own, with data, packs and log in a folder of its own. It may be started again
 * on the same folder.
 */
final class PackagedDaemon implements AutoCloseable {
    private static final Set<String> CALLED = Set.of("succeeded", "abandoned");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();
    private final Path home;
    private final Path folder;
    private final Map<String, String> settings;
    private @Nullable Process process;
    private int lives;

    PackagedDaemon(Path home, Path folder, Map<String, String> settings) {
        this.home = home;
        this.folder = folder;
        this.settings = new LinkedHashMap<>(settings);
        try {
            Files.createDirectories(packs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a daemon with nothing in its folder yet, not started} */
    static PackagedDaemon fresh(String name) {
        return new PackagedDaemon(Installation.shared(), Installation.newFolder(name), Map.of());
    }

    /** Sets a variable for the starts to come. */
    PackagedDaemon with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    PackagedDaemon without(String variable) {
        settings.remove(variable);
        return this;
    }

    /** Starts the daemon and waits until it listens. */
    PackagedDaemon start() {
        launch();
        Await.until("the daemon listens", Duration.ofMinutes(2), () -> {
            if (!process().isAlive()) {
                throw new AssertionError("The daemon ended with " + process().exitValue() + ":\n" + log());
            }
            return Files.exists(data().resolve("run/http.json"));
        });
        return this;
    }

    /** Starts the daemon without waiting. */
    Process launch() {
        try {
            Files.deleteIfExists(data().resolve("run/http.json"));
            lives++;
            ProcessBuilder builder =
                    new ProcessBuilder(home.resolve("bin/droverd").toString());
            environment(builder.environment());
            Process started = builder.redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(logFile().toFile())
                    .start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void environment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("DROVER_") || name.startsWith("ST2_"));
        environment.put("DROVER_HTTP_PORT", "0");
        environment.put("DROVER_HTTP_AUTH_PORT", "");
        environment.put("DROVER_HTTP_STREAM_PORT", "");
        environment.put("DROVER_DATA_DIR", data().toString());
        environment.put("DROVER_PACKS_DIR", packs().toString());
        environment.put("DROVER_LOG_DIR", folder.resolve("log").toString());
        environment.putAll(settings);
    }

    Process process() {
        if (process == null) {
            throw new IllegalStateException("The daemon was not started.");
        }
        return process;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path packs() {
        return folder.resolve("packs");
    }

    Path folder() {
        return folder;
    }

    Path auditFile() {
        return folder.resolve("log/audit.jsonl");
    }

    private Path logFile() {
        return folder.resolve("droverd-" + lives + ".log");
    }

    /** {@return what it wrote since its last start} */
    String log() {
        try {
            return Files.readString(logFile(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PackFolder pack(String ref) {
        return PackFolder.create(packs(), ref);
    }

    /** Lays down a pack of the shipped examples. */
    PackFolder example(String ref) {
        return PackFolder.copy(home.resolve("lib/examples").resolve(ref), packs());
    }

    URI url() {
        return URI.create(httpJson().path("url").asText());
    }

    /**
     * {@return where it takes a webhook's events}
     *
     * @throws IOException where it does not listen
     */
    URI webhook(String url) throws IOException {
        // no look whether the file is there: a daemon that stops removes it between that and the reading
        String announced = Files.readString(data().resolve("run/http.json"), UTF_8);
        return URI.create(json(announced).path("url").asText()).resolve("/v1/webhooks/" + url);
    }

    /** Sends events to a webhook, whether it listens or not, until the load is closed. */
    WebhookLoad load(String webhook, Ledger ledger, String prefix, int senders) {
        return WebhookLoad.start(
                () -> webhook(webhook), () -> Map.of("X-Auth-Token", token()), ledger, prefix, senders);
    }

    JsonNode httpJson() {
        return json(read(data().resolve("run/http.json")));
    }

    String token() {
        return read(data().resolve("run/admin-token")).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("Expected JSON, but found: " + text, e);
        }
    }

    /** Kills it as a crash does. */
    void kill() {
        process().destroyForcibly();
        waitForEnd();
    }

    /** Asks it to stop. */
    void signal() {
        process().destroy();
    }

    /** Asks it to stop, and waits. {@return what it ended with} */
    int terminate() {
        signal();
        return waitForEnd();
    }

    /** {@return what it ended with} */
    int waitForEnd() {
        try {
            if (!process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The daemon did not end within " + STOP_LIMIT.toSeconds() + " s.");
            }
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    // REST

    /** {@return the body of an answer with 2xx} */
    JsonNode get(String path) {
        return ok(ask("GET", path, null));
    }

    JsonNode post(String path, String body) {
        return ok(ask("POST", path, body));
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.request().method() + " " + answer.uri() + " was answered with "
                    + answer.statusCode() + ": " + answer.body());
        }
        return json(answer.body());
    }

    HttpResponse<String> ask(String method, String path, @Nullable String body) {
        return ask(method, path, body, Map.of("X-Auth-Token", token()));
    }

    HttpResponse<String> ask(String method, String path, @Nullable String body, Map<String, String> headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path))
                    .timeout(ANSWER_LIMIT)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            headers.forEach(request::header);
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Logs in. {@return the token} */
    String login(String user, String password) {
        return json(tryLogin(user, password).body()).path("token").asText();
    }

    HttpResponse<String> tryLogin(String user, String password) {
        String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return ask("POST", "/auth/v1/tokens", "{}", Map.of("Authorization", "Basic " + both));
    }

    /** Posts to a webhook and waits until its rules are there. */
    void hook(String url, String body) {
        Await.until(
                "webhook '" + url + "' takes events",
                () -> ask("POST", "/v1/webhooks/" + url, body).statusCode() == 202);
    }

    /** Runs an action to its end. {@return the execution} */
    JsonNode run(String action, String parameters) {
        String id = post("/v1/executions", "{\"action\": \"" + action + "\", \"parameters\": " + parameters + "}")
                .path("id")
                .asText();
        return ended(id);
    }

    /** Waits until an execution ended. */
    JsonNode ended(String id) {
        Await.until("execution " + id + " ended", () -> isFinal(get("/v1/executions/" + id)));
        return get("/v1/executions/" + id);
    }

    static boolean isFinal(JsonNode execution) {
        return List.of("succeeded", "failed", "timeout", "canceled", "abandoned")
                .contains(execution.path("status").asText());
    }

    /** Waits until so many executions of a rule have succeeded. {@return them, newest first} */
    List<JsonNode> succeededOf(String rule, int count) {
        Await.until(
                count + " executions of " + rule + " succeeded",
                () -> succeeded(rule).size() >= count);
        return succeeded(rule);
    }

    /** As {@link #succeededOf}, but a kill may have come while one ran, by which it is abandoned. */
    List<JsonNode> calledOf(String rule, int count) {
        Await.until(
                count + " executions of " + rule + " succeeded or were abandoned",
                () -> called(rule).size() >= count);
        return called(rule);
    }

    List<JsonNode> called(String rule) {
        List<JsonNode> found = new ArrayList<>();
        get("/v1/executions?limit=1000&rule=" + rule).forEach(execution -> {
            if (CALLED.contains(execution.path("status").asText())) {
                found.add(execution);
            }
        });
        return found;
    }

    private List<JsonNode> succeeded(String rule) {
        List<JsonNode> found = new ArrayList<>();
        get("/v1/executions?limit=1000&status=succeeded&rule=" + rule).forEach(found::add);
        return found;
    }

    static String stdout(JsonNode execution) {
        return execution.path("result").path("stdout").asText();
    }

    // Command line

    /** Runs {@code bin/drover} against this daemon. */
    Outcome drover(String... words) {
        return program("bin/drover", words);
    }

    /** Runs a command of {@code bin/droverd} on this daemon's folders. */
    Outcome droverd(String... words) {
        return program("bin/droverd", words);
    }

    private Outcome program(String name, String... words) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve(name).toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        environment(builder.environment());
        return Outcome.of(builder);
    }
}
