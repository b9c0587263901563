package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules in DRL, dropped in as files: the packs of examples, errors, switches, and a crash with a half-filled window. */
class ProgramsIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("programs");

    @BeforeAll
    static void start() {
        DAEMON.pack("storage")
                .write("triggers/failing.yaml", trigger("failing", "disk", "array"))
                .write("rules/disks.drl", head("storage", "Failing") + """
                    rule "three disks of one array" @tags( "team=infra" )
                    when
                        groupby( Failing( $disk : disk, $a : array ) over window:time( 1h ); $array : $a; $n : count( $disk ); $n >= 3 )
                    then
                        actions.request("core.echo", java.util.Map.of("message", "replace " + $array)).oncePer($array, "1h");
                    end
                    """);
        DAEMON.pack("pulse")
                .write("triggers/heartbeat.yaml", trigger("heartbeat", "host", "zone"))
                .write("rules/away.drl", head("pulse", "Heartbeat") + """
                    rule "heartbeat stays away"
                    when
                        $beat : Heartbeat()
                        not( Heartbeat( host == $beat.host, this after[1ms, 3s] $beat ) )
                    then
                        actions.request("core.echo", java.util.Map.of("message", "gone " + $beat.getHost()));
                    end
                    """);
        DAEMON.pack("plant")
                .write("triggers/door_open.yaml", trigger("door_open", "room", "by"))
                .write("triggers/temperature.yaml", trigger("temperature", "room", "level"))
                .write(
                        "rules/_shared.drl",
                        "package plant;\nfunction boolean high(String level) { return \"high\".equals(level); }\n")
                .write("rules/cold_room.drl", head("plant", "*") + """
                    rule "warm after the door was opened"
                    when
                        $door : DoorOpen()
                        Temperature( room == $door.room, high(level), this after[0ms, 10m] $door )
                    then
                        actions.request("core.echo", java.util.Map.of("message", "close the door of " + $door.getRoom()));
                    end
                    """);
        DAEMON.example("orders");
        DAEMON.start();
    }

    @AfterAll
    static void end() {
        DAEMON.close();
    }

    @Test
    void threeDisksOfOneArrayWithinAnHourAskForOneAction() {
        for (String disk : List.of("d1", "d2", "d3", "d4")) {
            emit("storage.failing", "disk", disk, "array", "left");
        }
        emit("storage.failing", "disk", "d1", "array", "right");

        List<JsonNode> executions = DAEMON.succeededOf("storage.three_disks_of_one_array", 1);

        assertThat(executions).singleElement().satisfies(execution -> {
            assertThat(execution.path("parameters").path("message").asText()).isEqualTo("replace left");
            String event = execution.path("trigger_instance").path("id").asText();
            assertThat(DAEMON.drover("rule", "why", event).out())
                    .contains("storage.three_disks_of_one_array", "is written in DRL: its conditions held");
        });
        assertThat(DAEMON.get("/v1/ruleenforcements?rule_ref=storage.three_disks_of_one_array"))
                .hasSize(1);
    }

    @Test
    void theShippedExamplesAreRegisteredAndOneOfThemAsks() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("examples")) {
            List.of("logins", "pulse", "web").forEach(daemon::example);
            daemon.start();

            Outcome registered = daemon.drover("pack", "register", "logins", "pulse", "web");
            for (int i = 0; i < 10; i++) {
                emit(daemon, "logins.failed", "user", "u" + i, "address", "10.0.0.1");
            }

            assertThat(registered.code()).isZero();
            assertThat(daemon.succeededOf("logins.passwords_are_guessed", 1))
                    .extracting(execution ->
                            execution.path("parameters").path("message").asText())
                    .containsExactly("block 10.0.0.1");
        }
    }

    @Test
    void aHeartbeatThatStaysAwayIsNoticed() {
        emit("pulse.heartbeat", "host", "a", "zone", "1");

        assertThat(DAEMON.succeededOf("pulse.heartbeat_stays_away", 1))
                .extracting(execution ->
                        execution.path("parameters").path("message").asText())
                .containsExactly("gone a");
    }

    @Test
    void eventsOfTwoKindsBelongTogetherWithinAWindow() {
        emit("plant.temperature", "room", "cellar", "level", "high");
        emit("plant.door_open", "room", "cellar", "by", "anna");
        emit("plant.door_open", "room", "attic", "by", "anna");
        emit("plant.temperature", "room", "cellar", "level", "low");
        emit("plant.temperature", "room", "cellar", "level", "high");

        assertThat(DAEMON.succeededOf("plant.warm_after_the_door_was_opened", 1))
                .extracting(execution ->
                        execution.path("parameters").path("message").asText())
                .containsExactly("close the door of cellar");
    }

    @Test
    void aBrokenFileIsToldWithItsLineAndItsLastGoodVersionGoesOn() {
        PackFolder pack = DAEMON.pack("mend")
                .write("triggers/seen.yaml", trigger("seen", "host", "zone"))
                .write("rules/seen.drl", head("mend", "Seen") + each("host"));
        Outcome good = DAEMON.drover("pack", "register", "mend");
        assertThat(good.code()).isZero();
        pack.write("rules/seen.drl", head("mend", "Seen") + each("hots"));
        Outcome broken = DAEMON.drover("pack", "register", "mend");

        emit("mend.seen", "host", "a", "zone", "1");

        assertThat(broken.out() + broken.err()).contains("mend/rules/seen.drl:7");
        assertThat(DAEMON.log()).contains("mend/rules/seen.drl:7");
        assertThat(DAEMON.succeededOf("mend.each", 1)).hasSize(1);
    }

    @Test
    void aRuleInDrlIsListedShownAndSwitched() {
        assertThat(DAEMON.drover("rule", "list").out()).contains("pulse.heartbeat_stays_away");
        JsonNode rule = DAEMON.get("/v1/rules/storage.three_disks_of_one_array");
        assertThat(rule.path("tags").toString()).contains("infra");
        assertThat(rule.path("drl").path("text").asText()).startsWith("rule \"three disks of one array\"");

        Outcome disabled = DAEMON.drover("rule", "disable", "plant.warm_after_the_door_was_opened");
        boolean off = DAEMON.get("/v1/rules/plant.warm_after_the_door_was_opened")
                .path("enabled")
                .asBoolean();
        Outcome enabled = DAEMON.drover("rule", "enable", "plant.warm_after_the_door_was_opened");

        assertThat(disabled.code()).isZero();
        assertThat(off).isFalse();
        assertThat(enabled.code()).isZero();
    }

    @Test
    void aCrashWithAHalfFilledWindowLosesNothingAndRepeatsNothing() {
        try (PackagedDaemon daemon = PackagedDaemon.fresh("programs-crash")) {
            daemon.pack("storage")
                    .write("triggers/failing.yaml", trigger("failing", "disk", "array"))
                    .write("rules/disks.drl", head("storage", "Failing") + """
                        rule "each"
                        when
                            Failing( $disk : disk )
                        then
                            actions.request("core.echo", java.util.Map.of("message", $disk));
                        end

                        rule "three"
                        when
                            accumulate( $f : Failing( array == "left" ) over window:time( 1h ); $n : count( $f ); $n == 3 )
                        then
                            actions.request("core.echo", java.util.Map.of("message", "three"));
                        end
                        """);
            daemon.start();
            emit(daemon, "storage.failing", "disk", "d1", "array", "left");
            emit(daemon, "storage.failing", "disk", "d2", "array", "left");
            daemon.succeededOf("storage.each", 2);

            daemon.kill();
            daemon.start();
            emit(daemon, "storage.failing", "disk", "d3", "array", "left");

            assertThat(daemon.succeededOf("storage.three", 1)).hasSize(1);
            assertThat(daemon.succeededOf("storage.each", 3)).hasSize(3);
            daemon.kill();
            daemon.start();
            emit(daemon, "storage.failing", "disk", "d4", "array", "right");
            assertThat(daemon.succeededOf("storage.each", 4)).hasSize(4);
            assertThat(daemon.get("/v1/executions?rule=storage.three")).hasSize(1);
        }
    }

    private static String each(String property) {
        return String.format(Locale.ROOT, """
            rule "each"
            when
                Seen( $host : %s )
            then
                actions.request("core.echo", java.util.Map.of("message", $host));
            end
            """, property);
    }

    private static String head(String pack, String fact) {
        return String.format(Locale.ROOT, """
            package %1$s;
            import drover.event.%1$s.%2$s;
            global io.drover.model.action.ActionRequests actions;

            """, pack, fact);
    }

    private static String trigger(String name, String one, String other) {
        return String.format(Locale.ROOT, """
            name: %s
            payload_schema:
              type: object
              properties:
                %s: {type: string}
                %s: {type: string}
            """, name, one, other);
    }

    private static void emit(String trigger, String one, String first, String other, String second) {
        emit(DAEMON, trigger, one, first, other, second);
    }

    @Test
    void aDecisionTableIsRunByTheOptionalLibrary() {
        DAEMON.post("/v1/webhooks/st2", """
                {"trigger": "orders.placed", "payload": {"id": "o1", "country": "DE", "amount": 20000}}
                """);

        assertThat(DAEMON.succeededOf("orders.large_german_orders", 1))
                .singleElement()
                .satisfies(execution -> assertThat(
                                execution.path("parameters").path("message").asText())
                        .isEqualTo("ask the controller about o1"));
    }

    private static void emit(
            PackagedDaemon daemon, String trigger, String one, String first, String other, String second) {
        JsonNode accepted = daemon.post(
                "/v1/webhooks/st2",
                String.format(
                        Locale.ROOT,
                        "{\"trigger\": \"%s\", \"payload\": {\"%s\": \"%s\", \"%s\": \"%s\"}}",
                        trigger,
                        one,
                        first,
                        other,
                        second));
        assertThat(accepted.path("trigger").asText()).isEqualTo(trigger);
    }
}
