package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules over several events and with limits, dropped in as files: what they do, show and explain, and over a kill. */
class CorrelationIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("correlation");
    /** Longer than it takes to take one of two signs back. */
    private static final Duration HOLD = Slowness.allowed(Duration.ofSeconds(2));

    @BeforeAll
    static void start() {
        pack(DAEMON);
        DAEMON.with("DROVER_ENGINE_LATENESS", "1s").start();
    }

    @AfterAll
    static void end() {
        DAEMON.close();
    }

    private static void pack(PackagedDaemon daemon) {
        daemon.pack("watch")
                .write("triggers/check.yaml", """
                        name: check
                        payload_schema:
                          type: object
                          properties:
                            host: {type: string}
                            status: {type: string}
                        """)
                .write("triggers/step.yaml", """
                        name: step
                        payload_schema:
                          type: object
                          properties:
                            host: {type: string}
                            status: {type: string}
                        """)
                .write("rules/confirmed.yaml", """
                        name: confirmed
                        enabled: true
                        when:
                          sequence:
                            - down: {trigger: watch.check, where: "trigger.status == 'down'"}
                            - hot:  {trigger: watch.check, where: "trigger.status == 'hot'"}
                          unless:
                            - up:   {trigger: watch.check, where: "trigger.status == 'up'"}
                          by: trigger.host
                          within: 10m
                          hold: HOLD
                        action:
                          ref: core.echo
                          parameters: {message: "evacuate {{ down.host }}"}
                        """.replace("HOLD", HOLD.toSeconds() + "s"))
                .write("rules/many.yaml", """
                        name: many
                        enabled: true
                        when:
                          count:
                            event: {fail: {trigger: watch.check, where: "trigger.status == 'fail'"}}
                            at_least: 3
                          by: trigger.host
                          within: 10m
                        limits:
                          throttle: {per: 1h, by: trigger.host}
                        action:
                          ref: core.echo
                          parameters: {message: "{{ events_total }} of {{ key }}"}
                        """)
                .write("rules/silent.yaml", """
                        name: silent
                        enabled: true
                        when:
                          absence:
                            event: {beat: {trigger: watch.check, where: "trigger.status == 'beat'"}}
                          by: trigger.host
                          within: 3s
                        action:
                          ref: core.echo
                          parameters: {message: "silent {{ key }}"}
                        """)
                .write("rules/steps.yaml", """
                        name: steps
                        enabled: true
                        when:
                          sequence:
                            - one:   {trigger: watch.step, where: "trigger.status == 'one'"}
                            - two:   {trigger: watch.step, where: "trigger.status == 'two'"}
                            - three: {trigger: watch.step, where: "trigger.status == 'three'"}
                          by: trigger.host
                          within: 1h
                        action:
                          ref: core.echo
                          parameters: {message: "{{ one.host }} {{ three.status }}"}
                        """)
                .write("rules/quiet.yaml", """
                        name: quiet
                        enabled: true
                        trigger: watch.step
                        limits:
                          throttle: {per: 1h, by: trigger.host}
                        action:
                          ref: core.echo
                          parameters: {message: "{{ trigger.host }}"}
                        """);
    }

    @Test
    void twoSignsThatStandAreAMatchAndOneThatIsTakenBackIsNone() {
        emit(DAEMON, "check", "h1", "down");
        emit(DAEMON, "check", "h2", "down");
        emit(DAEMON, "check", "h1", "hot");
        emit(DAEMON, "check", "h2", "hot");
        String back = emit(DAEMON, "check", "h2", "up");

        assertThat(messages(DAEMON, "confirmed", 1)).containsExactly("evacuate h1");
        assertThat(DAEMON.drover("rule", "why", back, "watch.confirmed").out()).contains("watch.confirmed");
    }

    @Test
    void aThirdFailureCountsAndASecondMatchIsThrottledAndRecorded() {
        for (int i = 0; i < 7; i++) {
            emit(DAEMON, "check", "h3", "fail");
        }

        assertThat(messages(DAEMON, "many", 1)).containsExactly("3 of h3");
        awaitLimited(DAEMON, "watch.many");
        // what is collected without any match is stored within a second
        Await.until(
                "the seventh event is stored as collected",
                () -> DAEMON.drover("rule", "state", "watch.many").out().contains("fail"));
        Outcome state = DAEMON.drover("rule", "state", "watch.many");
        assertThat(state.code()).isZero();
        assertThat(state.out()).contains("h3", "fail", "throttle");
        assertThat(DAEMON.get("/v1/rules/watch.many/state").findValuesAsText("part"))
                .contains("throttle");
    }

    @Test
    void aBeatThatStaysAwayIsNoticedOnce() {
        emit(DAEMON, "check", "h4", "beat");

        assertThat(messages(DAEMON, "silent", 1)).containsExactly("silent h4");
    }

    @Test
    void anEventThatIsKeptIsExplainedAsWaiting() {
        String kept = emit(DAEMON, "step", "h5", "one");

        Await.until(
                "the event is kept",
                () -> DAEMON.get("/v1/triggerinstances/" + kept + "/why?rule=watch.steps")
                        .get(0)
                        .path("outcome")
                        .asText()
                        .equals("waiting"));
        assertThat(DAEMON.drover("rule", "why", kept, "watch.steps").out()).contains("waiting", "two");
    }

    @Test
    void aKillWithinASequenceAndAThrottleChangesNothingOnH2() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("correlation-kill")) {
            survivesKills(daemon);
        }
    }

    @Test
    void aKillWithinASequenceAndAThrottleChangesNothingOnPostgreSql() {
        try (PostgreSql database = PostgreSql.start();
                PackagedDaemon daemon = database.of(PackagedDaemon.fresh("correlation-kill-postgresql"))) {
            survivesKills(daemon);
        }
    }

    @Test
    void aCrashAfterACommitOfTheRulesChangesNothing() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("correlation-crash")) {
            pack(daemon);
            daemon.with("DROVER_FAIL_POINT", "rules-committed:1").start();
            emitWhileItCrashes(daemon);
            Await.until("the daemon crashed", () -> !daemon.process().isAlive());

            daemon.without("DROVER_FAIL_POINT").start();
            emit(daemon, "step", "h1", "two");
            emit(daemon, "step", "h1", "three");

            assertThat(messages(daemon, "steps", 1)).containsExactly("h1 three");
            assertThat(messages(daemon, "quiet", 1)).containsExactly("h1");
        }
    }

    private static void survivesKills(PackagedDaemon daemon) {
        pack(daemon);
        daemon.start();
        emit(daemon, "step", "h1", "one");
        emit(daemon, "step", "h1", "two");
        daemon.kill();
        daemon.start();
        emit(daemon, "step", "h1", "three");
        assertThat(messages(daemon, "steps", 1)).containsExactly("h1 three");

        emit(daemon, "step", "h1", "one");
        daemon.kill();
        daemon.start();
        emit(daemon, "step", "h1", "two");
        emit(daemon, "step", "h2", "one");
        emit(daemon, "step", "h1", "three");

        assertThat(messages(daemon, "steps", 2)).containsExactly("h1 three", "h1 three");
        assertThat(messages(daemon, "quiet", 2)).containsExactlyInAnyOrder("h1", "h2");
        awaitLimited(daemon, "watch.quiet");
    }

    private static List<String> messages(PackagedDaemon daemon, String rule, int count) {
        List<JsonNode> executions = daemon.calledOf("watch." + rule, count);
        return executions.stream()
                .map(execution -> execution.path("parameters").path("message").asText())
                .toList();
    }

    private static void awaitLimited(PackagedDaemon daemon, String rule) {
        Await.until(
                "a stopped match is recorded",
                () -> daemon.get("/v1/ruleenforcements?rule_ref=" + rule).findValuesAsText("failure_reason").stream()
                        .anyMatch(reason -> reason.startsWith("throttle: ")));
    }

    /** The commit that ends the process follows the event's; whether its answer gets out is left open. */
    private static void emitWhileItCrashes(PackagedDaemon daemon) {
        try {
            String unused = emit(daemon, "step", "h1", "one");
        } catch (RuntimeException | AssertionError crashed) {
            // the end came first
        }
    }

    /** {@return the id of the event} */
    private static String emit(PackagedDaemon daemon, String trigger, String host, String status) {
        JsonNode accepted = daemon.post(
                "/v1/webhooks/st2",
                String.format(
                        Locale.ROOT,
                        "{\"trigger\": \"watch.%s\", \"payload\": {\"host\": \"%s\", \"status\": \"%s\"}}",
                        trigger,
                        host,
                        status));
        assertThat(accepted.path("trigger").asText()).isEqualTo("watch." + trigger);
        return daemon.get("/v1/triggerinstances?limit=1").get(0).path("id").asText();
    }
}
