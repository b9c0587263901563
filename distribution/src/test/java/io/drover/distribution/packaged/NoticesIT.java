package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of ends of executions, and of starts and ends of sensors. */
class NoticesIT {

    @Test
    void tellsOfEndsByRoutesAndOfSensorsThatStartAndEnd() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("notices")) {
            daemon.pack("telling")
                    .write("actions/greet.yaml", """
                name: greet
                runner_type: local-shell-cmd
                notify:
                  on-success: {message: "{{ action_results.stdout }}", routes: [mail, slack]}
                  on-failure: {routes: [pager]}
                parameters:
                  cmd: {immutable: true, default: echo hello}
                """)
                    .write("actions/watched.yaml", """
                name: watched
                runner_type: orquesta
                entry_point: workflows/watched.yaml
                notify:
                  on-complete: {message: "{{ (action_context.orquesta | default({})).task_name | default('all') }}", routes: [board]}
                parameters:
                  notify: {default: [seen]}
                """)
                    .write("actions/workflows/watched.yaml", """
                version: 1.0
                tasks:
                  seen: {action: core.noop}
                  unseen: {action: telling.greet}
                """)
                    .write("rules/told.yaml", """
                name: told
                enabled: true
                trigger: {type: core.st2.generic.notifytrigger}
                action:
                  ref: core.echo
                  parameters: {message: "{{ trigger.route }} {{ trigger.message }}"}
                """)
                    .write("rules/spawned.yaml", """
                name: spawned
                enabled: true
                trigger: {type: core.st2.sensor.process_spawn}
                action:
                  ref: core.echo
                  parameters: {message: "{{ trigger.id }}"}
                """)
                    .write("triggers/tick.yaml", """
                name: tick
                payload_schema: {type: object}
                """)
                    .write("routes/tick.camel.yaml", """
                - route:
                    id: tick
                    from:
                      uri: timer:tick
                      parameters: {delay: 0, period: 60000}
                      steps:
                        - setBody: {constant: '{}'}
                        - to: drover:trigger/telling.tick
                """);
            daemon.start();

            JsonNode greeted = daemon.run("telling.greet", "{}");

            List<String> told = daemon.succeededOf("telling.told", 2).stream()
                    .map(PackagedDaemon::stdout)
                    .sorted()
                    .toList();
            assertThat(told).containsExactly("mail hello", "slack hello");
            assertThat(greeted.path("status").asText()).isEqualTo("succeeded");
            daemon.run("telling.watched", "{}");
            assertThat(daemon.succeededOf("telling.told", 4))
                    .extracting(PackagedDaemon::stdout)
                    .containsExactlyInAnyOrder("mail hello", "slack hello", "board seen", "board all");
            Await.until(
                    "the sensor was told of",
                    () -> daemon.succeededOf("telling.spawned", 1).stream()
                            .map(PackagedDaemon::stdout)
                            .anyMatch("tick"::equals));
        }
    }
}
