package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.time.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code drover why} says, in words, of events that led to no action. */
class WhyIT {
    private static final PackagedDaemon DAEMON = PackagedDaemon.fresh("why");

    @BeforeAll
    static void start() {
        DAEMON.pack("ask")
                .write("triggers/seen.yaml", """
                        name: seen
                        payload_schema:
                          type: object
                          properties:
                            host: {type: string}
                            step: {type: string}
                        """)
                .write("triggers/late.yaml", "name: late\n")
                .write("routes/late.camel.yaml", """
                        - route:
                            id: late
                            from:
                              uri: platform-http:/late
                              steps:
                                - to: {uri: "drover:trigger/ask.late", parameters: {occurredAt: "${body[at]}"}}
                        """)
                .write("rules/night.yaml", one("night", ""))
                .write("rules/ice.yaml", one("ice", ""))
                .write("rules/once.yaml", one("once", "limits:\n  throttle: {per: 1h}\n"))
                .write("rules/calm.yaml", one("calm", "limits:\n  debounce: {quiet: 1h, by: trigger.host}\n"))
                .write("rules/pair.yaml", """
                        name: pair
                        enabled: true
                        when:
                          sequence:
                            - down: {trigger: ask.seen, where: "trigger.step == 'down'"}
                            - hot:  {trigger: ask.seen, where: "trigger.step == 'hot'"}
                          by: trigger.host
                          within: 1h
                        action: {ref: core.noop}
                        """)
                .write("rules/tardy.yaml", """
                        name: tardy
                        enabled: true
                        when:
                          count: {event: {seen: {trigger: ask.late}}, at_least: 100}
                          within: 1h
                        action: {ref: core.noop}
                        """);
        DAEMON.start();
    }

    private static String one(String name, String limits) {
        return "name: " + name + "\nenabled: true\ntrigger: ask.seen\nwhere: \"trigger.step == '" + name + "'\"\n"
                + limits + "action: {ref: core.noop}\n";
    }

    @AfterAll
    static void close() {
        DAEMON.close();
    }

    @Test
    void saysWhichSilenceKeptAMatchFromItsAction() {
        assertThat(DAEMON.drover("silence", "create", "--rule", "ask.night", "--for", "1h", "--reason", "they sleep")
                        .code())
                .isZero();

        String event = emit("night", "h1");

        assertThat(why(event, "night"))
                .contains("ask.night (revision 1): limited", "kept from its action by silence", "they sleep");
    }

    @Test
    void saysWhichFreezeKeptAMatchFromItsAction() {
        assertThat(DAEMON.drover("freeze", "start", "--pack", "ask", "--reason", "storm")
                        .code())
                .isZero();
        String event = emit("ice", "h1");
        assertThat(DAEMON.drover("freeze", "end", "--pack", "ask").code()).isZero();

        assertThat(why(event, "ice")).contains("limited", "kept from its action by freeze", "of pack 'ask'", "storm");
    }

    @Test
    void saysWhichLimitStoppedAMatch() {
        emit("once", "h1");
        String second = emit("once", "h2");

        assertThat(settled(second, "once", "limited")).contains("it was stopped: throttle: a match does not pass now");
    }

    @Test
    void saysWhatALimitHasPutAside() {
        String event = emit("calm", "h1");

        assertThat(settled(event, "calm", "limited"))
                .contains("of key h1 (debounce): 1 matches are kept until it is quiet; it is decided at");
    }

    @Test
    void saysWhatARuleWaitsFor() {
        String event = emit("down", "h1");

        assertThat(settled(event, "pair", "waiting"))
                .contains("keeps the event as its 'down' of key h1: waiting for 'hot'");
    }

    @Test
    void saysThatAnEventWasNotTakenInAsItHasNoKey() {
        String event = post("/v1/webhooks/st2", "{\"trigger\": \"ask.seen\", \"payload\": {\"step\": \"down\"}}");

        assertThat(settled(event, "pair", "not matched"))
                .contains("did not collect it as its 'down': its key trigger.host is missing or null");
    }

    @Test
    void saysThatAnEventCameTooLate() {
        String newest = late(InstantSource.system().instant());
        settled(newest, "tardy", "waiting");

        String event = late(InstantSource.system().instant().minus(Duration.ofMinutes(2)));

        assertThat(settled(event, "tardy", "not matched"))
                .contains("did not collect it as its 'seen', as it came too late");
    }

    private static String emit(String step, String host) {
        return post(
                "/v1/webhooks/st2",
                String.format(
                        Locale.ROOT,
                        "{\"trigger\": \"ask.seen\", \"payload\": {\"host\": \"%s\", \"step\": \"%s\"}}",
                        host,
                        step));
    }

    private static String late(Instant at) {
        return post("/hooks/ask/late", "{\"at\": \"" + at + "\"}");
    }

    /** {@return the id of the event} */
    private static String post(String path, String body) {
        Await.until(
                path + " takes an event", () -> DAEMON.ask("POST", path, body).statusCode() / 100 == 2);
        return DAEMON.get("/v1/triggerinstances?limit=1").get(0).path("id").asText();
    }

    private static String why(String event, String rule) {
        return DAEMON.drover("why", event, "ask." + rule).out();
    }

    /** {@return the words, once the rules have come to the event} */
    private static String settled(String event, String rule, String outcome) {
        Await.until(
                "the rule has come to the event",
                () -> !why(event, rule).contains("has not come to this event yet")
                        && why(event, rule).contains(": " + outcome));
        return why(event, rule);
    }
}
