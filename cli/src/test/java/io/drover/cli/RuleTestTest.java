package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Tests of rules, tried without a daemon. */
class RuleTestTest {
    private static final Path DOCUMENTATION = Path.of("../docs/rules/testing.md");
    private static final Path EXAMPLES = Path.of("../packs/src/main/resources/examples");

    private static final String RULE = """
            name: down
            trigger: ops.check
            where: "trigger.status == 2"
            action: {ref: ops.tell, parameters: {message: "{{ trigger.host }}"}}
            """;

    private static final String GOOD = """
            rule: ops.down
            cases:
              - name: told
                events: [{at: 1s, trigger: ops.check, payload: {host: n1, status: 2}}]
                expect: [{at: 1s, action: ops.tell, parameters: {message: n1}}]
            """;

    @TempDir
    private Path folder;

    private Path pack;

    @BeforeEach
    void write() throws IOException {
        pack = folder.resolve("packs/ops");
        write("pack.yaml", "name: ops\nversion: 1.0.0\n");
        write("rules/down.yaml", RULE);
        write("tests/rules/down.yaml", GOOD);
    }

    private void write(String file, String text) throws IOException {
        Path path = pack.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Outcome drover(String... args) {
        return Outcome.of(Map.of(), "", args);
    }

    private Outcome installed(String... args) {
        return Outcome.of(Map.of("DROVER_HOME", folder.toString()), "", args);
    }

    @Test
    void saysThatACasePassed() {
        assertThat(drover("pack", "test", pack.toString()))
                .isEqualTo(new Outcome(ExitCode.OK, "tests/rules/down.yaml: told: passed\n1 tried, 0 failed\n", ""));
    }

    @Test
    void endsWithOneWhereACaseFailedAndWritesAReport() throws Exception {
        write("tests/rules/down.yaml", GOOD.replace("message: n1", "message: n2"));
        Path report = folder.resolve("report.xml");

        Outcome outcome = drover("pack", "test", pack.toString(), "--junit", report.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element test = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(test.getAttribute("classname")).isEqualTo("tests/rules/down.yaml");
        assertThat(test.getAttribute("name")).isEqualTo("told");
        assertThat(test.getTextContent()).contains("\"message\": \"n2\"").contains("\"message\": \"n1\"");
    }

    @Test
    void showsAllOfItAsJson() throws IOException {
        write("tests/rules/down.yaml", GOOD.replace("at: 1s, action", "at: 0s, action"));

        Outcome outcome = drover("--json", "pack", "test", pack.toString());

        assertThat(Json.parse(outcome.out()))
                .isEqualTo(List.of(Map.of(
                        "file",
                        "tests/rules/down.yaml",
                        "case",
                        "told",
                        "passed",
                        false,
                        "differences",
                        List.of(Map.of(
                                "key",
                                "expect[0]",
                                "expected",
                                Map.of("at", "0s", "action", "ops.tell", "parameters", Map.of("message", "n1")),
                                "found",
                                Map.of("at", "1s", "action", "ops.tell", "parameters", Map.of("message", "n1")))))));
    }

    @Test
    void triesTheTestsOfOneRuleByItsFileOrItsRef() throws IOException {
        write("rules/up.yaml", RULE.replace("down", "up"));
        write("tests/rules/up.yaml", GOOD.replace("ops.down", "ops.up"));
        String only = "tests/rules/up.yaml: told: passed\n1 tried, 0 failed\n";

        assertThat(drover("rule", "test", pack.resolve("tests/rules/up.yaml").toString())
                        .out())
                .isEqualTo(only);
        assertThat(drover("rule", "test", pack.resolve("rules/up.yaml").toString())
                        .out())
                .isEqualTo(only);
        assertThat(installed("rule", "test", "ops.up").out()).isEqualTo(only);
        assertThat(installed("pack", "test", "ops").out()).endsWith("2 tried, 0 failed\n");
    }

    @Test
    void saysWhatIsWrongInAFileAndTriesTheOthers() throws IOException {
        write("tests/rules/broken.yaml", "rule: ops.down\ncase: []\n");
        write("tests/rules/unknown.yaml", GOOD.replace("ops.down", "ops.dawn"));

        Outcome outcome = drover("pack", "test", pack.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out())
                .contains("tests/rules/broken.yaml: failed\n  tests/rules/broken.yaml:1:1: ")
                .contains("tests/rules/broken.yaml:2:1: Unknown key 'case' in a rule test. Did you mean 'cases'?")
                .contains("No rule of the pack 'ops' has the ref 'ops.dawn'. Did you mean 'ops.down'?")
                .endsWith("3 tried, 2 failed\n");
    }

    @Test
    void saysWhyARuleIsNotThere() throws IOException {
        write("rules/down.yaml", RULE + "limit: {}\n");

        assertThat(drover("pack", "test", pack.toString()).out())
                .contains("No rule of the pack 'ops' has the ref 'ops.down'.")
                .contains("Unknown key 'limit' in a rule. Did you mean 'limits'?");
    }

    @Test
    void knowsActionsOfOtherPacksWhoseFilesLieOnThisMachine() throws IOException {
        Path other = folder.resolve("packs/chat");
        Files.createDirectories(other.resolve("actions"));
        Files.writeString(other.resolve("pack.yaml"), "name: chat\nversion: 1.0.0\n");
        Files.writeString(other.resolve("actions/say.yaml"), """
                name: say
                runner_type: noop
                parameters: {times: {type: integer}}
                """);
        write("rules/down.yaml", RULE.replace("ops.tell", "chat.say").replace("message:", "times:"));

        assertThat(drover("pack", "test", pack.toString()).out())
                .contains("\"error\": \"Expected parameter 'times' to be of type 'integer', but found 'n1'.");
    }

    @Test
    void refusesWhatIsNoTest() {
        assertThat(drover("rule", "test", pack.resolve("pack.yaml").toString()))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(outcome -> assertThat(outcome.err()).contains("neither a file of rule tests"));
        assertThat(drover("rule", "test", "nowhere.rule").err()).contains("neither such a file nor an installed pack");
        assertThat(drover("pack", "test", "nowhere").err()).contains("neither such a folder nor an installed pack");
    }

    @Test
    void saysWhereARuleHasNoTests() throws IOException {
        write("rules/up.yaml", RULE.replace("down", "up"));

        assertThat(drover("rule", "test", pack.resolve("rules/up.yaml").toString())
                        .err())
                .contains("no file in")
                .contains("has tests of it");
    }

    @Test
    void theExamplesOfTheDocumentationGoAsTheyAreShown() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        Matcher files =
                Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL).matcher(text);
        List<String> shown = new ArrayList<>();
        while (files.find()) {
            shown.add(files.group(1));
        }
        Matcher runs = Pattern.compile("```(yaml\n# (\\S+)|text\n\\$ drover (.*?))\n(.*?)```", Pattern.DOTALL)
                .matcher(text);
        Files.delete(pack.resolve("tests/rules/down.yaml"));
        int commands = 0;
        while (runs.find()) {
            if (runs.group(2) != null) {
                write(runs.group(2), runs.group(4));
                continue;
            }
            commands++;
            Outcome outcome =
                    drover(runs.group(3).replace("packs/ops", pack.toString()).split(" ", -1));
            assertThat(outcome.out()).isEqualTo(runs.group(4));
        }

        assertThat(shown).hasSize(3);
        assertThat(commands).isEqualTo(2);
    }

    @Test
    void theTestsOfTheExamplePackPass() {
        Outcome outcome = drover("pack", "test", EXAMPLES.resolve("watch").toString());

        assertThat(outcome.out()).doesNotContain(": failed\n").endsWith(" tried, 0 failed\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }
}
