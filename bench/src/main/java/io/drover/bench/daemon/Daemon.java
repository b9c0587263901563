package io.drover.bench.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A daemon started from its unpacked distribution, on free ports, with a data folder of its own. */
public final class Daemon implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(2);
    private static final int TAIL = 20;

    private final ProcessBuilder builder;
    private final Process process;
    private final long started;
    private final Path data;
    private final Path log;

    private Daemon(ProcessBuilder builder, Process process, long started, Path data, Path log) {
        this.builder = builder;
        this.process = process;
        this.started = started;
        this.data = data;
        this.log = log;
    }

    /**
     * Starts it and returns at once.
     *
     * @param home the unpacked distribution
     * @param data its data folder, created where it is missing; logs are written beside it, so that they do not count as data
     * @param settings further environment variables
     */
    public static Daemon start(Path home, Path data, Map<String, String> settings) throws IOException {
        Files.createDirectories(data);
        Path folder = data.toAbsolutePath();
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/droverd").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "DROVER_DATA_DIR", folder.toString(),
                        "DROVER_LOG_DIR",
                                folder.resolveSibling(folder.getFileName() + "-log")
                                        .toString(),
                        "DROVER_HTTP_PORT", "0",
                        "DROVER_HTTP_AUTH_PORT", "",
                        "DROVER_HTTP_STREAM_PORT", "",
                        // as many matches as go are what is measured
                        "DROVER_RULE_MOST_MATCHES", "1000000000"));
        builder.environment().putAll(settings);
        long started = System.nanoTime();
        return new Daemon(builder, builder.start(), started, folder, log);
    }

    /** Waits until it has told its address, and returns that. */
    public URI awaitListening() throws IOException {
        Path told = data.resolve("run/http.json");
        Await.until("the start of the daemon", START_LIMIT, INTERVAL, () -> {
            if (!process.isAlive()) {
                throw new IOException("the daemon ended with code " + process.exitValue() + "; the end of " + log
                        + ":\n" + String.join("\n", tail()));
            }
            return Files.exists(told);
        });
        JsonNode json = new ObjectMapper().readTree(told.toFile());
        return URI.create(json.path("url").asText());
    }

    /** {@return the administrator's token that it wrote on its first start} */
    public String token() throws IOException {
        Path file = data.resolve("run/admin-token");
        Await.until("the writing of " + file, START_LIMIT, INTERVAL, () -> Files.exists(file) && Files.size(file) > 0);
        return Files.readString(file).strip();
    }

    /** {@return a connection to its API} */
    public DaemonApi api() throws IOException {
        return DaemonApi.of(awaitListening(), token());
    }

    /**
     * Runs a command of {@code droverd} beside it. {@return how long that took}
     *
     * @throws IOException where it ends with anything but 0
     */
    public Duration command(String... words) throws IOException, InterruptedException {
        List<String> call = new ArrayList<>(List.of(builder.command().get(0)));
        call.addAll(List.of(words));
        Path said = log.resolveSibling(words[0] + ".log");
        ProcessBuilder command =
                new ProcessBuilder(call).redirectErrorStream(true).redirectOutput(said.toFile());
        command.environment().putAll(builder.environment());
        long begun = System.nanoTime();
        int code = command.start().waitFor();
        if (code != 0) {
            throw new IOException(call + " ended with " + code + ": " + Files.readString(said));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    /** Has all garbage of it collected, so that what is left of its heap is in use. */
    public void collectGarbage() throws IOException {
        Process call = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int code = call.waitFor();
            if (code != 0) {
                throw new IOException("jcmd " + process.pid() + " GC.run ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the collection of garbage was interrupted", e);
        }
    }

    /** {@return the time since it was started} */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Asks it to stop, and ends it after a minute. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException("the daemon did not stop within " + STOP_LIMIT.toSeconds() + " s; see " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private List<String> tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
    }
}
