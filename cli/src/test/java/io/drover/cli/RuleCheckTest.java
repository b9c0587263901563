package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCheckTest {
    private static final String NO_DAEMON = "Whether triggers and actions exist was not checked. POST"
            + " http://127.0.0.1:1/v1/rules/check found nothing that listens there. Start the daemon with bin/droverd,"
            + " or say where it is with --url or DROVER_URL.\n";
    private static final String GOOD = """
            name: tell
            trigger: {type: core.st2.webhook, parameters: {url: alarms}}
            action:
              ref: core.echo
              parameters: {message: hi}
            """;

    private final RecordedApi api = new RecordedApi();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        api.close();
    }

    private String file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pack() {
        file("ops/pack.yaml", "ref: ops\nname: ops\ndescription: d\nversion: 1.0.0\nauthor: Ann\n");
        file("ops/actions/restart.yaml", "name: restart\nrunner_type: noop\n");
        file("ops/rules/good.yaml", """
                name: good
                trigger: core.st2.webhook
                action: {ref: ops.restart, parameters: {host: a}}
                """);
        return folder.resolve("ops").toString();
    }

    private static Outcome offline(String in, String... args) {
        List<String> all = new ArrayList<>(List.of("rule", "check"));
        all.addAll(List.of(args));
        return Outcome.of(Map.of("DROVER_URL", "http://127.0.0.1:1"), in, all.toArray(String[]::new));
    }

    private void giveCore() {
        api.gives("POST", "/v1/rules/check", 200, "{\"valid\": true, \"problems\": []}")
                .gives(
                        "GET",
                        "/v1/actions/views/parameters/core.echo",
                        200,
                        "{\"parameters\": {\"message\": {}, \"timeout\": {}}}");
    }

    @Test
    void saysNothingGoodOfRulesInDrlWithoutTheDaemonThatCompilesThem() {
        String drl = file("elsewhere/a.drl", "package ops;");

        Outcome alone = offline("", drl);
        Outcome asJson = offline("", drl, "-j");
        Outcome besideWrong = offline("", drl, file("elsewhere/b.yaml", "name: b\n"));

        assertThat(alone.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(alone.out()).isEmpty();
        assertThat(alone.err()).contains("found nothing that listens there");
        assertThat(asJson.out()).contains("\"valid\": false");
        assertThat(besideWrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(besideWrong.out()).doesNotContain("a.drl");
    }

    @Test
    void refusesAFileOfRulesInDrlThatIsNotThere() {
        String none = folder.resolve("none.drl").toString();

        Outcome outcome = offline("", none);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEqualTo(none + ": There is no such file.\n");
    }

    @Test
    void tellsWhatTheDaemonFoundInRulesInDrl() {
        String drl = file("elsewhere/a.drl", "package ops;");
        api.gives("POST", "/v1/rules/check", 200, "{\"valid\": true, \"problems\": []}");

        assertThat(Outcome.of(api, "rule", "check", drl)).isEqualTo(new Outcome(0, drl + ": valid\n", ""));
    }

    @Test
    void handsADecisionTableToTheDaemonAsItIs() {
        String table = file("elsewhere/a.xlsx", "no text");
        api.gives("POST", "/v1/rules/check", 200, """
                {"valid": false, "problems": [{"file": "%s", "line": 7, "column": 1, "severity": "error", "message": "m"}]}
                """.replace("%s", table));

        Outcome outcome = Outcome.of(api, "rule", "check", table);

        assertThat(outcome.out()).isEqualTo(table + ":7:1: m\n");
        assertThat(api.asked()).last().satisfies(call -> assertThat(call.body()).contains("\"bm8gdGV4dA==\""));
    }

    @Test
    void needsNoDaemon() {
        assertThat(offline(GOOD, "-")).isEqualTo(new Outcome(0, "-: valid\n", NO_DAEMON));
    }

    @Test
    void printsEveryProblemWithItsPlace() {
        String file = file("rule.yaml", """
                name: tell
                triger: core.st2.webhook
                criteria:
                  trigger.x: {type: eqals, pattern: 1}
                action: {ref: core.echo}
                """);

        Outcome outcome = offline("", file);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith(file + ":1:1: 'trigger' is a required property"))
                .anyMatch(line -> line.startsWith(file + ":2:1: Unknown key 'triger' in a rule. Did you mean"))
                .anyMatch(line -> line.startsWith(file + ":4:21: For field: trigger.x, operator eqals"));
    }

    @Test
    void readsAPackWholeAndGoesOnAfterABrokenFile() {
        String pack = pack();
        String bad = file("ops/rules/bad.yaml", GOOD.replace("core.echo", "ops.restrat"));
        String missing = folder.resolve("missing.yaml").toString();

        Outcome outcome = offline("", missing, pack, bad, pack + "/rules/good.yaml");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out())
                .isEqualTo(missing + ": There is no such file.\n"
                        + (bad
                                        + ":4:8: No file of the pack 'ops' declares the action 'restrat'. Did you mean 'restart'?"
                                        + " Add its file, or correct the name.\n")
                                .repeat(2)
                        + pack + "/rules/good.yaml: valid\n");
    }

    @Test
    void countsAWarningAsValid() {
        String file = file("rule.yaml", GOOD + "enabled: true\nenabled: false\n");

        Outcome outcome = offline("", file);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .isEqualTo(
                        file + ":7:1: warning: The key 'enabled' stands in line 6 already; this one, the last, counts."
                                + " Remove the other.\n" + file + ": valid\n");
    }

    @Test
    void printsProblemsAsTheApiDoes() {
        Outcome json = offline("name: x\n", "-", "-o", "json");
        Outcome yaml = offline(GOOD, "-", "-o", "yaml");

        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.out()).startsWith("""
                {
                    "problems": [
                        {
                            "column": 1,
                            "file": "-",
                            "line": 1,
                            "message": "'trigger' is a required property, and has to have a value.\
                 Write the ref of a trigger type, or {type: …, parameters: {…}}.",
                            "severity": "error"
                        },
                """).endsWith("    \"valid\": false\n}\n");
        assertThat(yaml.out()).isEqualTo("problems: []\nvalid: true\n");
    }

    @Test
    void asksADaemonThatAnswersWhatOnlyItKnows() {
        giveCore();
        String wrong = file("rule.yaml", GOOD.replace("message: hi", "mesage: hi"));

        Outcome good = Outcome.of(Map.of("DROVER_URL", api.url()), GOOD, "rule", "check", "-");
        Outcome bad = Outcome.of(api, "rule", "check", wrong);

        assertThat(good).isEqualTo(new Outcome(0, "-: valid\n", ""));
        assertThat(api.last("POST").json().text("content"))
                .contains("\"type\": \"core.st2.webhook\"")
                .contains("{\"url\": \"alarms\"}");
        assertThat(bad)
                .isEqualTo(new Outcome(
                        2,
                        wrong + ":5:16: Action 'core.echo' has no parameter 'mesage'. Did you mean 'message'? It takes"
                                + " message, timeout.\n",
                        ""));
    }

    @Test
    void tellsWhatTheDaemonDoesNotKnowWhereTheRuleNamesIt() {
        api.gives("POST", "/v1/rules/check", 200, """
                {"valid": false, "problems": [
                  {"file": "rule", "line": 0, "column": 0, "severity": "error", "message": "No such trigger type."},
                  {"file": "rule", "line": 0, "column": 0, "severity": "warning", "message": "No description."}]}
                """);

        Outcome outcome = Outcome.of(Map.of("DROVER_URL", api.url()), GOOD, "rule", "check", "-");

        assertThat(outcome).isEqualTo(new Outcome(2, """
                        -:2:17: No such trigger type.
                        -:4:8: Action 'core.echo' is not registered. Register its pack, or correct the rule.
                        """, ""));
    }

    @Test
    void doesNotAskForWhatThePackItselfDeclares() {
        giveCore();

        assertThat(Outcome.of(api, "rule", "check", pack()).exitCode()).isZero();

        assertThat(api.asked()).hasToString("[POST /v1/rules/check]");
    }

    @Test
    void failsWithoutADaemonWhereOneIsAskedFor() {
        Outcome outcome = offline(GOOD.replace("name: tell", "nam: tell"), "-", "--online");

        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.out()).contains("-:1:1: Unknown key 'nam'");
        assertThat(outcome.err()).startsWith("ERROR: POST http://127.0.0.1:1/v1/rules/check found nothing");
    }
}
