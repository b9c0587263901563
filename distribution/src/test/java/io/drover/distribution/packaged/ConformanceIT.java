package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.restapi.conformance.Conformance;
import io.drover.restapi.conformance.RecordedCase;
import io.drover.restapi.json.Json;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded answers of a live StackStorm, asked of the packaged daemon in the order in which they were recorded. */
final class ConformanceIT {
    private static final Duration PATIENCE = Await.PATIENCE;

    /** What differs for a reason that lies in the content, by case. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "061-executions-output", "the order of what was written to two streams is not determined",
            "260-packs-get", "the pack core needs no Python, so it names no version of it");

    /** As the original's pack of this name has it. */
    private static final String EXAMPLES = """
            api_key: {description: API key, type: string, secret: true, required: true}
            api_secret: {description: API secret, type: string, secret: true, required: true}
            region: {description: API region to use, type: string, required: true, default: us-east-1}
            private_key_path: {description: Path to the private key file to use, type: string, required: false}
            """;

    /** A timer to be listed, which is never due meanwhile. */
    private static final String SELDOM = """
            name: seldom
            enabled: true
            trigger: {type: core.st2.IntervalTimer, parameters: {unit: weeks, delta: 5}}
            action: {ref: core.noop}
            """;

    @Test
    void answersAsTheRecordedServerDid() throws IOException, InterruptedException {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        int asked = 0;

        try (PackagedDaemon daemon = PackagedDaemon.fresh("conformance")) {
            PackFolder examples = daemon.pack("examples")
                    .write("config.schema.yaml", EXAMPLES)
                    .write("rules/seldom.yaml", SELDOM);
            RecordedWorkflows.write(examples);
            PackFolder unused = daemon.pack("default");
            daemon.start();
            user(daemon, Conformance.ADMIN, "admin");
            Conformance conformance = new Conformance(daemon.url(), daemon.token())
                    .with("alice", user(daemon, "alice", "observer"))
                    .with("bob", customUser(daemon))
                    .calls(Conformance.INQUIRY, inquiry(daemon));
            RecordedWorkflows workflows = new RecordedWorkflows(daemon, conformance);
            for (RecordedCase recorded : RecordedCase.all()) {
                if (!RecordedCase.off().containsKey(recorded.name()) && !DIFFERENT.containsKey(recorded.name())) {
                    asked++;
                    workflows.before(recorded.name());
                    List<String> found = differences(conformance, recorded);
                    if (!found.isEmpty()) {
                        differences.put(recorded.name(), found);
                    }
                }
            }
        }

        assertThat(asked).isGreaterThan(80);
        assertThat(differences).isEmpty();
    }

    /** {@return the id of an inquiry that waits for a response} */
    private static String inquiry(PackagedDaemon daemon) {
        String asked = Json.text(Map.of("action", "core.ask", "parameters", Map.of("schema", Conformance.ASKED)));
        String id = daemon.post("/v1/executions", asked).get("id").asText();
        Await.until(
                "the inquiry waits",
                () -> daemon.ask("GET", "/v1/inquiries/" + id, null).statusCode() == 200);
        return id;
    }

    private static String customUser(PackagedDaemon daemon) {
        daemon.post("/v1/rbac/roles", """
                {"name": "local_runner", "description": "may run core.local and see packs", "permission_grants": [
                {"resource_uid": "action:core:local", "permission_types": ["action_execute", "action_view"]},
                {"permission_types": ["rule_list", "pack_list"]}]}""");
        return user(daemon, "bob", "local_runner");
    }

    /** {@return the token of a new user} */
    private static String user(PackagedDaemon daemon, String name, String role) {
        daemon.post("/v1/users", "{\"name\": \"" + name + "\", \"password\": \"" + Conformance.PASSWORD + "\"}");
        daemon.post("/v1/rbac/role_assignments", "{\"user\": \"" + name + "\", \"role\": \"" + role + "\"}");
        return daemon.login(name, Conformance.PASSWORD);
    }

    /** What was recorded of a finished execution may be asked while ours still runs: then it is asked again. */
    private static List<String> differences(Conformance conformance, RecordedCase recorded)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> found = conformance.run(recorded);
        while (!found.isEmpty()
                && "GET".equals(recorded.request().get("method"))
                && System.nanoTime() - start < PATIENCE.toNanos()) {
            found = conformance.run(recorded);
        }
        return found;
    }
}
