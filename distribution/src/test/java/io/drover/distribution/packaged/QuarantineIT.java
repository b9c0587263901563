package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A rule that takes the time of all others is taken out; events that come meanwhile lose nothing. */
class QuarantineIT {
    private static final int EVENTS = 6;

    @Test
    void takesOutARuleThatRunsOverItsBudgetAndLosesNothingOfTheOthers() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("quarantine")) {
            PackFolder pack = daemon.pack("load")
                    .write("rules/good.yaml", rule("good", "{{ trigger.body.n }}"))
                    .write("rules/endless.yaml", rule("endless", endless()));
            daemon.start();

            for (int event = 0; event < EVENTS; event++) {
                daemon.hook("load", "{\"n\": " + event + "}");
            }

            Await.until("the rule is quarantined", () -> waits(daemon).contains("quarantined"));
            assertThat(daemon.succeededOf("load.good", EVENTS)).hasSize(EVENTS);
            assertThat(waits(daemon)).contains("disable and enable");
            assertThat(daemon.drover("rule", "get", "load.endless").out()).contains("quarantined");
            assertThat(daemon.get("/v1/ruleenforcements?rule_ref=load.endless").toString())
                    .contains("BudgetError");
            assertThat(daemon.drover(
                                    "report",
                                    "query",
                                    "select what from report_v1.audit where subject = 'load.endless'")
                            .out())
                    .containsOnlyOnce("quarantined");
            assertThat(daemon.log()).containsOnlyOnce("Rule load.endless is quarantined.");

            assertThat(daemon.terminate()).isZero();
            daemon.start();

            assertThat(waits(daemon)).contains("quarantined");

            pack.write("rules/endless.yaml", rule("endless", "mended"));
            Await.until("the rule is back", () -> waits(daemon).isEmpty());
            daemon.hook("load", "{\"n\": 6}");
            assertThat(daemon.succeededOf("load.endless", 1)).hasSize(1);
        }
    }

    private static String waits(PackagedDaemon daemon) {
        JsonNode rule = daemon.get("/v1/rules/load.endless");
        return rule.has("waits_for") ? rule.path("waits_for").toString() : "";
    }

    private static String rule(String name, String message) {
        return String.format(Locale.ROOT, """
            name: %s
            enabled: true
            trigger: {type: core.st2.webhook, parameters: {url: load}}
            action:
              ref: core.echo
              parameters:
                message: "%s"
            """, name, message);
    }

    private static String endless() {
        return "{% for i in range(9000) %}{% for j in range(9000) %}{{ trigger.body.n }}{% endfor %}{% endfor %}";
    }
}
