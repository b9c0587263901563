package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final String EVENT = "6b03206856754a4ed9d2d2a5";

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    private void giveEvent() {
        api.gives("GET", "/v1/triggerinstances/" + EVENT, 200, "{\"id\": \"" + EVENT + "\"}");
    }

    @Test
    void listsEventsWithTheNewestLast() {
        api.gives("209-triggerinstances-list");

        Outcome outcome = Outcome.of(api, "event", "list", "-n", "2", "--trigger-type", "core.st2.webhook");

        assertThat(outcome)
                .isEqualTo(new Outcome(0, """
                        +--------------------------+-------------------------------------------+---------------+-----------+
                        | id                       | trigger                                   | occurrence_   | status    |
                        |                          |                                           | time          |           |
                        +--------------------------+-------------------------------------------+---------------+-----------+
                        | 6b03206856754a4ed9d2d2af | core.ebe3f202-d6e2-469d-8e32-1c0f02ff1b21 | Sun, 22 Nov   | processed |
                        |                          |                                           | 2026 17:03:36 |           |
                        |                          |                                           | UTC           |           |
                        | 6b03206856754a4ed9d2d2b4 | core.ebe3f202-d6e2-469d-8e32-1c0f02ff1b21 | Sun, 22 Nov   | processed |
                        |                          |                                           | 2026 17:03:36 |           |
                        |                          |                                           | UTC           |           |
                        +--------------------------+-------------------------------------------+---------------+-----------+
                        """, "Only 2 of 8 trigger instances are shown; -n N shows more.\n"));
    }

    @Test
    void emitsAnEventOnceMore() {
        giveEvent();
        api.gives("212-triggerinstances-reemit");

        assertThat(Outcome.of(api, "trigger-instance", "re-emit", EVENT))
                .isEqualTo(new Outcome(0, "Trigger instance " + EVENT + " succesfully re-sent.\n", ""));
    }

    @Test
    void letsAnEventHappen() {
        api.gives(
                "POST",
                "/v1/triggerinstances",
                202,
                "{\"verdict\": \"accepted\", \"trigger_instance_id\": \"" + EVENT + "\"}");

        Outcome outcome = Outcome.of(
                api, "trigger", "emit", "plant.state", "--payload", "{\"host\": \"web1\"}", "--trace-tag", "t");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0, "The event of \"plant.state\" was accepted as trigger instance \"" + EVENT + "\".\n", ""));
        assertThat(Outcome.of(api, "trigger", "emit", "plant.state", "--payload", "[1]")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Outcome.of(api, "trigger", "emit", "plant.state", "--payload", "{")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void listsTimersWithWhenTheyAreDue() {
        api.gives("GET", "/v1/timers/views", 200, """
                [{"ref": "core.t", "type": "core.st2.CronTimer", "parameters": {"hour": 10},
                  "next_at": "2026-01-02T10:00:00.000000Z", "last_at": null}]""");

        Outcome outcome = Outcome.of(api, "timer", "list");

        assertThat(outcome.out())
                .contains("core.st2.CronTimer")
                .contains("10:00:00")
                .contains("next_at");
    }

    @Test
    void saysThatThereIsNoSuchEvent() {
        api.gives("214-triggerinstances-404");

        assertThat(Outcome.of(api, "event", "re-emit", "5f0000000000000000000000"))
                .isEqualTo(new Outcome(
                        3,
                        "",
                        "ERROR: Trigger instance \"5f0000000000000000000000\" is not found. \"drover trigger-instance"
                                + " list\" shows what there is.\n"));
    }

    @Test
    void explainsClauseByClauseWhatRulesMadeOfAnEvent() {
        giveEvent();
        api.gives("GET", "/v1/triggerinstances/" + EVENT + "/why", 200, """
                [{"rule": "ops.alert", "revision": 3, "outcome": "not_matched", "message": "1 of 2 clauses holds.",
                  "clauses": [{"clause": "trigger.host eq web1", "value": "web2", "holds": false},
                              {"clause": "trigger.level gt 2", "value": 5, "present": true, "holds": true},
                              {"clause": "trigger.site eq a", "value": null, "present": false, "holds": false}]},
                 {"rule": "ops.log", "revision": 1, "outcome": "matched", "clauses": [],
                  "enforcements": [{"id": "f1", "status": "succeeded", "execution_id": "e1"},
                                   {"id": "f2", "status": "failed", "failure_reason": "No such user."}]}]
                """);

        Outcome outcome = Outcome.of(api, "why", EVENT);

        assertThat(outcome).isEqualTo(new Outcome(0, """
                        ops.alert (revision 3): not matched. 1 of 2 clauses holds.
                        +----------------------+-----------+-------+
                        | clause               | value     | holds |
                        +----------------------+-----------+-------+
                        | trigger.host eq web1 | web2      | False |
                        | trigger.level gt 2   | 5         | True  |
                        | trigger.site eq a    | (missing) | False |
                        +----------------------+-----------+-------+
                        ops.log (revision 1): matched
                        enforcement f1: execution e1
                        enforcement f2: failed, No such user.
                        """, ""));
    }

    @Test
    void asksAboutOneRule() {
        giveEvent();
        api.gives("GET", "/v1/triggerinstances/" + EVENT + "/why", 200, "[]");

        Outcome outcome = Outcome.of(api, "rule", "why", EVENT, "ops.alert");

        assertThat(outcome.out())
                .isEqualTo("No rule \"ops.alert\" listens to the trigger of event \"" + EVENT + "\".\n");
        assertThat(api.last("GET").target()).isEqualTo("/v1/triggerinstances/" + EVENT + "/why?rule=ops.alert");
    }

    @Test
    void handsARefusedDeliveryInOnceMoreOrThrowsItAway() {
        api.gives("GET", "/v1/deadletters/d1", 200, "{\"id\": \"d1\"}")
                .gives(
                        "POST",
                        "/v1/deadletters/d1/re_emit",
                        200,
                        "{\"verdict\": \"accepted\", \"trigger_instance_id\": \"i1\"}")
                .gives("DELETE", "/v1/deadletters/d1", 204, "");

        assertThat(Outcome.of(api, "dead-letter", "re-emit", "d1").out())
                .isEqualTo("Dead letter \"d1\" was accepted as trigger instance \"i1\".\n");
        assertThat(Outcome.of(api, "dead-letter", "discard", "d1").exitCode()).isZero();
        assertThat(api.last("DELETE")).hasToString("DELETE /v1/deadletters/d1");
    }

    @Test
    void showsControlCharactersInsteadOfSendingThemToTheTerminal() {
        api.gives(
                "GET",
                "/v1/deadletters",
                200,
                "[{\"id\": \"d1\", \"at\": \"2026-11-22T17:00:00Z\", \"source\": \"mail\\u001b[2J\", \"reasons\": []}]");

        assertThat(Outcome.of(api, "dead-letter", "list").out())
                .contains("mail\\x1b[2J")
                .doesNotContain("\u001b");
    }

    @Test
    void listsEnforcements() {
        api.gives("202-ruleenforcements-list");
        Map<String, String> env = Map.of("DROVER_URL", api.url(), "COLUMNS", "140");

        Outcome outcome = Outcome.of(
                env,
                "",
                "rule-enforcement",
                "list",
                "-n",
                "3",
                "--rule",
                "default.gold_rule",
                "--trigger-instance",
                "e");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("GET").target())
                .startsWith("/v1/ruleenforcements?rule_ref=default.gold_rule&trigger_instance=e&limit=3");
        assertThat(outcome.out()).contains("| 6b03206856754a4ed9d2d2b6 | default.gold_rule ");
    }
}
