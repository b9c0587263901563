package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A rule of each form and with each limit, and a kill while the windows of all of them are open. The same events come a second
 * time, of other hosts, with no kill among them: both come to the same end.
 */
class WindowsOverKillIT {
    /** Longer than a start takes, as windows that time alone ends must not end before the killed daemon is back. */
    private static final Duration WINDOW = Slowness.RESUMES_WITHIN.plusSeconds(15);

    private static final List<String> RULES = List.of(
            "sequence",
            "unless",
            "hold",
            "count",
            "all",
            "aggregate",
            "absence",
            "throttle",
            "debounce",
            "collapse",
            "flap");

    /** What is seen before the kill, and after it. */
    private record Seen(int host, String step, String more) {}

    private static final List<Seen> BEFORE = List.of(
            seen(1, "a"),
            seen(2, "down"),
            seen(3, "down"),
            seen(4, "left"),
            seen(6, "fail"),
            seen(7, "load", "\"size\": 4"),
            seen(8, "beat"),
            seen(9, "throttle"),
            seen(10, "debounce"),
            seen(11, "collapse"),
            seen(12, "flap", "\"mode\": \"on\""),
            seen(13, "guard"),
            seen(1, "b"),
            seen(2, "up"),
            seen(4, "open"),
            seen(5, "open"),
            seen(6, "fail"),
            seen(7, "load", "\"size\": 5"),
            seen(9, "throttle"),
            seen(10, "debounce"),
            seen(11, "collapse"),
            seen(12, "flap", "\"mode\": \"off\""),
            seen(14, "guard"));

    private static final List<Seen> AFTER = List.of(
            seen(1, "c"),
            seen(2, "hot"),
            seen(3, "hot"),
            seen(4, "right"),
            seen(5, "shut"),
            seen(6, "fail"),
            seen(7, "load", "\"size\": 3"),
            seen(9, "throttle"),
            seen(10, "debounce"),
            seen(11, "collapse"),
            seen(12, "flap", "\"mode\": \"on\""),
            seen(15, "guard"));

    private static final List<String> CALLED = List.of(
            "absence 8",
            "aggregate 7",
            "all 4",
            "collapse 11 3",
            "count 6",
            "debounce 10 3",
            "flap 12 start",
            "flap 12 steady",
            "flap 12 steady",
            "flap 12 stop",
            "guard 13",
            "guard 14",
            "hold 4",
            "sequence 1",
            "throttle 9",
            "unless 3");

    private static final PackagedDaemon ON_H2 = PackagedDaemon.fresh("windows-kill");
    private static final PostgreSql DATABASE = PostgreSql.start();
    private static final PackagedDaemon ON_POSTGRESQL = DATABASE.of(PackagedDaemon.fresh("windows-kill-postgresql"));

    /** Both before the windows of either end, as to wait for those is what takes time. */
    @BeforeAll
    static void killWithinTheWindows() {
        survives(ON_H2);
        survives(ON_POSTGRESQL);
    }

    @AfterAll
    static void close() {
        ON_POSTGRESQL.close();
        DATABASE.close();
        ON_H2.close();
    }

    @Test
    void aKillWithinEveryWindowChangesNothingOnH2() {
        bothRunsEndAlike(ON_H2);
    }

    @Test
    void aKillWithinEveryWindowChangesNothingOnPostgreSql() {
        bothRunsEndAlike(ON_POSTGRESQL);
    }

    private static void survives(PackagedDaemon daemon) {
        pack(daemon);
        daemon.with("DROVER_ENGINE_LATENESS", "1s").start();
        BEFORE.forEach(seen -> emit(daemon, "killed", seen));
        daemon.kill();
        daemon.start();
        AFTER.forEach(seen -> emit(daemon, "killed", seen));
        BEFORE.forEach(seen -> emit(daemon, "alive", seen));
        AFTER.forEach(seen -> emit(daemon, "alive", seen));
    }

    private static void bothRunsEndAlike(PackagedDaemon daemon) {
        Await.until(
                "all windows have ended",
                WINDOW.multipliedBy(3).plusSeconds(30),
                () -> called(daemon, "killed").size() >= CALLED.size()
                        && called(daemon, "alive").size() >= CALLED.size());

        assertThat(called(daemon, "killed")).containsExactlyElementsOf(CALLED);
        assertThat(called(daemon, "alive")).containsExactlyElementsOf(CALLED);
        assertThat(limited(daemon, "killed"))
                .isEqualTo(limited(daemon, "alive"))
                .containsEntry("throttle", 2L)
                .containsEntry("flap", 1L);
        assertThat(limited(daemon)).containsEntry("watch.guard_killed guard", 1L);
        assertThat(limited(daemon)).containsEntry("watch.guard_alive guard", 1L);
        assertThat(daemon.get("/v1/triggerinstances?trigger=core.guard_tripped"))
                .as("each guard trips once")
                .hasSize(2);
    }

    private static void pack(PackagedDaemon daemon) {
        PackFolder pack = daemon.pack("watch").write("triggers/seen.yaml", """
                name: seen
                payload_schema:
                  type: object
                  properties:
                    host: {type: string}
                    step: {type: string}
                """);
        several(pack, "sequence", "sequence: [" + event("a") + ", " + event("b") + ", " + event("c") + "]", "1h", "");
        several(
                pack,
                "unless",
                "sequence: [" + event("down") + ", " + event("hot") + "]",
                "1h",
                "unless: [" + event("up") + "]");
        several(
                pack,
                "hold",
                "sequence: [" + event("open") + "]",
                "",
                "unless: [" + event("shut") + "]\n  hold: " + window());
        several(pack, "count", "count: {event: " + event("fail") + ", at_least: 3}", "1h", "");
        several(pack, "all", "all: [" + event("left") + ", " + event("right") + "]", "1h", "");
        several(
                pack,
                "aggregate",
                "aggregate: {event: " + event("load") + ", value: trigger.size, function: sum, having: \"> 10\"}",
                "1h",
                "");
        several(pack, "absence", "absence: {event: " + event("beat") + "}", window(), "");
        limited(pack, "throttle", "throttle", "throttle: {per: 1h, by: trigger.host}", "{{ trigger.host }}");
        limited(
                pack,
                "debounce",
                "debounce",
                "debounce: {quiet: " + window() + ", by: trigger.host}",
                "{{ trigger.host }} {{ events_total }}");
        limited(
                pack,
                "collapse",
                "collapse",
                "collapse: {for: " + window() + ", by: trigger.host}",
                "{{ trigger.host }} {{ events_total }}");
        limited(
                pack,
                "flap",
                "flap",
                "flap: {of: trigger.mode, by: trigger.host, changes: 2, within: 1h, hold: " + window() + "}",
                "{{ trigger.host }} {{ phase or 'steady' }}");
        // a guard counts the targets of all events that its rule sees
        for (String run : List.of("killed", "alive")) {
            limited(
                    pack,
                    "guard_" + run,
                    "guard' and trigger.run == '" + run,
                    "guard: {targets: 2, of: trigger.host, per: 1h}",
                    "{{ trigger.host }}");
        }
        // a trip is told where a rule hears of it
        pack.write(
                "rules/tripped.yaml",
                "name: tripped\nenabled: true\ntrigger: core.guard_tripped\naction:\n  ref: core.noop\n");
    }

    private static String window() {
        return WINDOW.toSeconds() + "s";
    }

    private static String event(String step) {
        return "{" + step + ": {trigger: watch.seen, where: \"trigger.step == '" + step + "'\"}}";
    }

    private static void several(PackFolder pack, String name, String form, String within, String more) {
        pack.write(
                "rules/" + name + ".yaml",
                "name: " + name + "\nenabled: true\nwhen:\n  " + form + "\n  by: trigger.host\n"
                        + (within.isEmpty() ? "" : "  within: " + within + "\n")
                        + (more.isEmpty() ? "" : "  " + more + "\n")
                        + echo("{{ key }}"));
    }

    private static void limited(PackFolder pack, String name, String step, String limit, String message) {
        pack.write(
                "rules/" + name + ".yaml",
                "name: " + name + "\nenabled: true\ntrigger: watch.seen\nwhere: \"trigger.step == '" + step
                        + "'\"\nlimits:\n  " + limit + "\n" + echo(message));
    }

    private static String echo(String message) {
        return "action:\n  ref: core.echo\n  parameters: {message: \"" + message + "\"}\n";
    }

    private static Seen seen(int host, String step) {
        return new Seen(host, step, "");
    }

    private static Seen seen(int host, String step, String more) {
        return new Seen(host, step, ", " + more);
    }

    private static void emit(PackagedDaemon daemon, String run, Seen seen) {
        JsonNode accepted = daemon.post(
                "/v1/webhooks/st2",
                String.format(
                        Locale.ROOT,
                        "{\"trigger\": \"watch.seen\", \"payload\":"
                                + " {\"run\": \"%s\", \"host\": \"%s-%d\", \"step\": \"%s\"%s}}",
                        run,
                        run,
                        seen.host(),
                        seen.step(),
                        seen.more()));
        assertThat(accepted.path("trigger").asText()).isEqualTo("watch.seen");
    }

    /** {@return which rules called their actions for the hosts of a run, and with what} */
    private static List<String> called(PackagedDaemon daemon, String run) {
        List<String> called = new ArrayList<>();
        for (String rule : rules(run)) {
            daemon.called("watch." + rule).forEach(execution -> {
                String message = execution.path("parameters").path("message").asText();
                if (message.startsWith(run + "-")) {
                    called.add(rule.replace("_" + run, "") + " " + message.substring(run.length() + 1));
                }
            });
        }
        return called.stream().sorted().toList();
    }

    private static List<String> rules(String run) {
        List<String> rules = new ArrayList<>(RULES);
        rules.add("guard_" + run);
        return rules;
    }

    /** {@return how many matches each limit stopped for the hosts of a run} */
    private static Map<String, Long> limited(PackagedDaemon daemon, String run) {
        Map<String, Long> limited = new TreeMap<>();
        report(daemon, "SELECT limit_name, limit_key, match_count FROM report_v1.limited")
                .forEach(row -> {
                    if (row.get(1).asText().contains(run + "-")) {
                        limited.merge(row.get(0).asText(), row.get(2).asLong(), Long::sum);
                    }
                });
        return limited;
    }

    /** {@return how many matches each limit of each rule stopped} */
    private static Map<String, Long> limited(PackagedDaemon daemon) {
        return report(daemon, "SELECT rule_ref, limit_name, match_count FROM report_v1.limited").stream()
                .collect(Collectors.toMap(
                        row -> row.get(0).asText() + " " + row.get(1).asText(),
                        row -> row.get(2).asLong(),
                        Long::sum,
                        TreeMap::new));
    }

    private static List<JsonNode> report(PackagedDaemon daemon, String sql) {
        List<JsonNode> rows = new ArrayList<>();
        daemon.post("/v1/reports/query", "{\"query\": \"" + sql + "\", \"limit\": 1000}")
                .path("rows")
                .forEach(rows::add);
        return rows;
    }
}
