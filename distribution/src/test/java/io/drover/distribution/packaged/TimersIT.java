package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time as a source of events, and events by hand. */
class TimersIT {

    @Test
    void makesOneEventOfEachDueTimeThoughItIsKilledMeanwhile() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("timers")) {
            PackFolder pack = daemon.pack("clockwork").write("rules/tick.yaml", """
                name: tick
                enabled: true
                trigger:
                  type: core.st2.IntervalTimer
                  parameters: {unit: seconds, delta: 1, missed: all}
                action:
                  ref: core.noop
                """);
            daemon.start();
            assertThat(daemon.succeededOf("clockwork.tick", 2)).hasSizeGreaterThanOrEqualTo(2);
            int before = dueTimes(daemon).size();

            daemon.kill();
            daemon.start();
            Await.until("time went on", () -> dueTimes(daemon).size() > before + 3);

            List<Instant> due = dueTimes(daemon);
            for (int i = 1; i < due.size(); i++) {
                assertThat(Duration.between(due.get(i - 1), due.get(i))).isEqualTo(Duration.ofSeconds(1));
            }
            assertThat(daemon.drover("timer", "list", "-o", "json").out())
                    .contains("core.st2.IntervalTimer", "next_at");
            String ref = daemon.get("/v1/timers").get(0).get("ref").asText();
            assertThat(daemon.drover("timer", "get", ref, "-o", "json").out()).contains("\"last_at\": \"20");

            pack.remove("rules/tick.yaml");
            Await.until("the timer is gone", () -> daemon.get("/v1/timers").isEmpty());
            assertThat(daemon.drover("timer", "get", ref).code()).isEqualTo(3);
        }
    }

    private static List<Instant> dueTimes(PackagedDaemon daemon) {
        List<Instant> due = new ArrayList<>();
        for (JsonNode event : daemon.get("/v1/triggerinstances?trigger_type=core.st2.IntervalTimer&limit=-1")) {
            due.add(Instant.parse(event.path("payload").path("due_at").asText()));
        }
        return due.stream().sorted().toList();
    }

    @Test
    void takesEventsByHandAndTellsWhatIsWrongWithATimer() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("emit")) {
            daemon.pack("byhand").write("rules/told.yaml", """
                name: told
                enabled: true
                trigger: {type: core.st2.generic.notifytrigger}
                action:
                  ref: core.echo
                  parameters: {message: "{{ trigger.message }}"}
                """).write("rules/never.yaml", """
                name: never
                enabled: true
                trigger: {type: core.st2.CronTimer, parameters: {hour: "25"}}
                action: {ref: core.noop}
                """);
            daemon.start();

            Outcome emitted = daemon.drover(
                    "trigger", "emit", "core.st2.generic.notifytrigger", "--payload", "{\"message\": \"hello\"}");
            Outcome refused =
                    daemon.drover("trigger", "emit", "core.st2.generic.notifytrigger", "--payload", "{\"message\": 1}");

            assertThat(emitted.out()).contains("was accepted as trigger instance");
            assertThat(PackagedDaemon.stdout(
                            daemon.succeededOf("byhand.told", 1).get(0)))
                    .isEqualTo("hello");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(daemon.get("/v1/rules/byhand.never").path("waits_for").toString())
                    .contains("hour '25': 25 is not between 0 and 23.");
        }
    }
}
