package io.drover.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.bench.daemon.DaemonApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** Many people who log in at once, again and again, while somebody asks the API. */
public final class LoginStorm {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final String USER = "storm";
    private static final String PASSWORD = "correct horse battery staple";
    private static final String QUESTION = "/v1/rules?limit=10";
    private static final int CREATED = 201;
    private static final int TOO_MANY = 429;

    private final DaemonApi api;
    private final HttpRequest login;
    private final int people;
    private long letIn;
    private long turnedAway;

    /** A storm of so many people; the user that they log in as is made. */
    public LoginStorm(URI daemon, DaemonApi api, int people) throws IOException {
        this.api = api;
        this.people = people;
        JsonNode unused = api.read(
                "POST /v1/users",
                api.post("/v1/users", "{\"name\": \"" + USER + "\", \"password\": \"" + PASSWORD + "\"}"));
        String basic = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        this.login = HttpRequest.newBuilder(daemon.resolve("/auth/v1/tokens"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }

    public long letIn() {
        return letIn;
    }

    /** {@return how many were told to come again later} */
    public long turnedAway() {
        return turnedAway;
    }

    /**
     * {@return the times of the API's answers meanwhile, in microseconds}
     *
     * @param waves how often all log in
     */
    public Histogram measure(int waves) throws IOException {
        Histogram times = new Histogram(SIGNIFICANT_DIGITS);
        HttpClient client = HttpClient.newHttpClient();
        for (int wave = 0; wave < waves; wave++) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                answers.add(
                        client.sendAsync(login, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode()));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
            do {
                ask(times);
            } while (!all.isDone());
            for (CompletableFuture<Integer> answer : answers) {
                count(answer.join());
            }
        }
        return times;
    }

    private void ask(Histogram times) throws IOException {
        long sent = System.nanoTime();
        JsonNode unused = api.read("GET " + QUESTION, api.get(QUESTION));
        times.recordValue((System.nanoTime() - sent) / 1000);
    }

    private void count(int status) throws IOException {
        switch (status) {
            case CREATED -> letIn++;
            case TOO_MANY -> turnedAway++;
            default -> throw new IOException("a login was answered with " + status);
        }
    }
}
