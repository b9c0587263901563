package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Actions that are made, changed, cloned and removed by REST and command line live on as those of files do. */
class ActionsByApiIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("actions-by-api");

    @BeforeAll
    static void start() {
        PackFolder unused = DAEMON.pack("ops");
        DAEMON.start();
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void livesFromItsProgramToItsRemovalByRest() {
        JsonNode made = DAEMON.post("/v1/actions", script("say", "scripts/say.sh", "echo one $1"));
        String first = ran("ops.say");

        DAEMON.ask("PUT", "/v1/actions/ops.say", script("say", "scripts/say.sh", "echo two $1"));
        String second = ran("ops.say");
        JsonNode clone =
                DAEMON.post("/v1/actions/ops.say/clone", "{\"dest_pack\": \"ops\", \"dest_action\": \"again\"}");
        restart();
        String third = ran("ops.say");
        String cloned = ran("ops.again");
        DAEMON.ask("POST", "/v1/packs/register", "{\"packs\": [\"ops\"]}");
        JsonNode later = DAEMON.get("/v1/actions/ops.say");
        int removed = DAEMON.ask("DELETE", "/v1/actions/ops.say", "{\"remove_files\": true}")
                .statusCode();
        int removedClone = DAEMON.ask(
                        "DELETE", "/v1/actions/" + clone.path("id").asText(), null)
                .statusCode();
        restart();

        assertThat(made.path("metadata_file").asText()).isEmpty();
        assertThat(first).isEqualTo("one world");
        assertThat(List.of(second, third, cloned)).containsOnly("two world");
        assertThat(later).isEqualTo(made);
        assertThat(clone.path("metadata_file").asText()).isEqualTo("actions/again.yaml");
        assertThat(clone.path("entry_point").asText()).isEqualTo("again.sh");
        assertThat(List.of(removed, removedClone)).containsOnly(204);
        assertThat(actions("ops.say", "ops.again")).isEmpty();
        assertThat(DAEMON.packs().resolve("ops/actions/scripts/say.sh")).doesNotExist();
        assertThat(DAEMON.packs().resolve("ops/actions/again.yaml")).doesNotExist();
    }

    @Test
    void runsAWorkflowThatCameByRestAndItsClone() {
        JsonNode made = DAEMON.post("/v1/actions", """
                {"name": "greet", "pack": "ops", "runner_type": "orquesta", "entry_point": "workflows/greet.yaml",
                 "parameters": {"who": {"type": "string", "default": "world"}},
                 "data_files": [{"file_path": "workflows/greet.yaml", "content":
                 "version: 1.0\\ninput: [who]\\ntasks:\\n  say: {action: core.noop}\\noutput:\\n  - out: hello <% ctx(who) %>\\n"}]}""");
        JsonNode clone =
                DAEMON.post("/v1/actions/ops.greet/clone", "{\"dest_pack\": \"ops\", \"dest_action\": \"greet2\"}");

        assertThat(made.path("data_files").isMissingNode()).isTrue();
        assertThat(clone.path("entry_point").asText()).isEqualTo("workflows/greet2.yaml");
        assertThat(output("ops.greet")).isEqualTo("hello world");
        assertThat(output("ops.greet2")).isEqualTo("hello world");
        assertThat(DAEMON.ask("GET", "/v1/actions/views/entry_point/ops.greet2", null)
                        .body())
                .contains("hello <% ctx(who) %>");
    }

    @Test
    void livesByTheCommandLine() throws IOException {
        Path file = Files.writeString(DAEMON.folder().resolve("tell.yaml"), """
                name: tell
                pack: ops
                runner_type: local-shell-cmd
                parameters:
                  cmd: {default: echo by hand, immutable: true}
                """);

        Outcome created = DAEMON.drover("action", "create", file.toString());
        Outcome run = DAEMON.drover("run", "ops.tell");
        Outcome disabled = DAEMON.drover("action", "disable", "ops.tell");
        boolean whileOff = isOnInReports("ops.tell");
        Outcome refused = DAEMON.drover("run", "ops.tell");
        Path unused = Files.writeString(file, Files.readString(file).replace("by hand", "once more"));
        Outcome updated = DAEMON.drover("action", "update", "ops.tell", file.toString());
        Outcome runAgain = DAEMON.drover("run", "ops.tell");
        Outcome cloned = DAEMON.drover("action", "clone", "ops.tell", "ops", "told");
        Outcome clonedAgain = DAEMON.drover("action", "clone", "ops.tell", "ops", "told");
        Outcome forced = DAEMON.drover("action", "clone", "ops.tell", "ops", "told", "--force");
        Outcome deleted = DAEMON.drover("action", "delete", "-r", "ops.tell", "ops.told");

        assertThat(created.err()).isEmpty();
        assertThat(created.code()).isZero();
        assertThat(run.out()).contains("by hand");
        assertThat(disabled.code()).isZero();
        assertThat(whileOff).isFalse();
        assertThat(refused.code()).isNotZero();
        assertThat(updated.code()).isZero();
        assertThat(runAgain.out()).contains("once more");
        assertThat(cloned.out()).contains("actions/told.yaml");
        assertThat(clonedAgain.code()).isEqualTo(2);
        assertThat(forced.code()).isZero();
        assertThat(deleted.code()).isZero();
        assertThat(actions("ops.tell", "ops.told")).isEmpty();
    }

    @Test
    void letsNoFileLeaveItsPack() {
        for (String path : List.of("../../../evil.sh", "/tmp/evil.sh", "a/../../evil.sh")) {
            assertThat(DAEMON.ask("POST", "/v1/actions", script("evil", path, "echo"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
        assertThat(actions("ops.evil")).isEmpty();
    }

    private static String script(String name, String path, String line) {
        return """
                {"name": "NAME", "pack": "ops", "runner_type": "local-shell-script", "entry_point": "PATH",
                 "parameters": {"who": {"type": "string", "default": "world", "position": 0}},
                 "data_files": [{"file_path": "PATH", "content": "#!/bin/sh\\nLINE\\n"}]}""".replace("NAME", name).replace("PATH", path).replace("LINE", line);
    }

    private static String ran(String action) {
        return PackagedDaemon.stdout(DAEMON.run(action, "{}"));
    }

    private static String output(String workflow) {
        return DAEMON.run(workflow, "{}")
                .path("result")
                .path("output")
                .path("out")
                .asText();
    }

    private static void restart() {
        DAEMON.terminate();
        DAEMON.start();
        Await.until(
                "the daemon takes requests",
                () -> DAEMON.ask("GET", "/readyz", null).statusCode() == 200);
    }

    /** {@return those of the actions that the API and the reports tell of} */
    private static List<String> actions(String... refs) {
        List<String> found = new ArrayList<>();
        for (String ref : refs) {
            if (DAEMON.ask("GET", "/v1/actions/" + ref, null).statusCode() != 404
                    || !reported(ref).isEmpty()) {
                found.add(ref);
            }
        }
        return found;
    }

    private static boolean isOnInReports(String action) {
        return reported(action).get(0).get(0).asBoolean();
    }

    private static JsonNode reported(String action) {
        return DAEMON.post(
                        "/v1/reports/query",
                        "{\"query\": \"select is_enabled from report_v1.actions where action_ref = '" + action + "'\"}")
                .path("rows");
    }
}
