package io.drover.testkit.judge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.testkit.judge.Facts.Enforced;
import io.drover.testkit.judge.Facts.Executed;
import io.drover.testkit.judge.Facts.StatusChange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a daemon for the facts of a run by its REST API: trigger instances, enforcements and executions, page by page.
 * Ask when nothing changes any more; what comes in between two pages can be missed. Audit records are not asked for, so
 * {@link Facts#statusChanges} and {@link Facts#audited} are empty.
 */
public final class RestFacts {
    private static final int PAGE = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "timeout", "canceled", "abandoned");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI daemon;
    private final String token;

    /**
     * Asks this daemon.
     *
     * @param daemon its address as {@code data/run/http.json} tells it, without a path
     * @param token sent as {@code X-Auth-Token}
     */
    public RestFacts(URI daemon, String token) {
        this.daemon = daemon;
        this.token = token;
    }

    /**
     * Reads everything.
     *
     * @param eventOf finds the event's id in a trigger instance's payload; empty for instances that do not belong to
     *     the run, which are left out together with what they led to
     * @throws IOException if the daemon does not answer, or not with 200
     */
    public Facts read(Function<JsonNode, Optional<String>> eventOf) throws IOException, InterruptedException {
        Map<String, String> instances = new LinkedHashMap<>();
        each(
                "/v1/triggerinstances",
                "",
                instance -> eventOf.apply(instance.path("payload"))
                        .ifPresent(event -> instances.put(instance.path("id").asText(), event)));
        List<Enforced> enforcements = new ArrayList<>();
        each("/v1/ruleenforcements", "", enforcement -> {
            String event = instances.get(enforcement.path("trigger_instance_id").asText());
            if (event != null) {
                enforcements.add(new Enforced(
                        event, enforcement.path("rule").path("ref").asText(), text(enforcement.path("execution_id"))));
            }
        });
        List<Executed> executions = new ArrayList<>();
        int[] notFinal = {0};
        each("/v1/executions", "&exclude_attributes=result", execution -> {
            if (!FINAL.contains(execution.path("status").asText())) {
                notFinal[0]++;
            }
            String event =
                    instances.get(execution.path("trigger_instance").path("id").asText());
            if (event != null) {
                executions.add(new Executed(
                        execution.path("id").asText(),
                        event,
                        execution.path("rule").path("ref").asText(),
                        execution.path("status").asText(),
                        attempts(execution.path("log"))));
            }
        });
        return new Facts(instances, enforcements, executions, notFinal[0], List.<StatusChange>of(), List.of());
    }

    private void each(String path, String query, Consumer<JsonNode> use) throws IOException, InterruptedException {
        int read = 0;
        JsonNode page = page(path, query, read);
        while (!page.isEmpty()) {
            page.forEach(use);
            read += page.size();
            page = page(path, query, read);
        }
    }

    private JsonNode page(String path, String query, int offset) throws IOException, InterruptedException {
        URI uri = daemon.resolve(path + "?limit=" + PAGE + "&offset=" + offset + query);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("X-Auth-Token", token)
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = response.statusCode() == 200 ? requireNonNull(json.readTree(response.body())) : null;
        if (body == null || !body.isArray()) {
            throw new IOException("GET " + uri + " was answered with " + response.statusCode() + ", not with a list");
        }
        return body;
    }

    // each attempt passes through 'running' once; one that never ran counts as the first
    private static int attempts(JsonNode log) {
        int running = 0;
        for (JsonNode change : log) {
            if (change.path("status").asText().equals("running")) {
                running++;
            }
        }
        return Math.max(1, running);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }
}
