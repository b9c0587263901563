package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpressionTest {
    @TempDir
    Path folder = Path.of("");

    private static Outcome run(String in, String... args) {
        return Outcome.of(Map.of("DROVER_URL", "http://127.0.0.1:1"), in, args);
    }

    @Test
    void answersEachLineInItsLanguage() {
        String cases = """
                {"as": "yaql", "context": {"l": [3, 1, 2]}}
                {"id": "a", "expr": "$.l.orderBy($)"}
                {"id": "b", "expr": "{{ l | sum }}!", "as": "jinja-text"}
                {"id": "c", "expr": "l | max", "as": "jinja"}

                {"id": "d", "expr": "<% ctx().l.len() %>", "as": "orquesta"}
                {"id": "e", "expr": "$.l.toSet()"}
                {"id": "f", "expr": "1 +"}
                """;

        Outcome outcome = run(cases, "expression", "--lines", "-");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("""
                {"id": "a", "result": [1, 2, 3]}
                {"id": "b", "result": "6!"}
                {"id": "c", "result": 3}
                {"id": "d", "result": 3}
                {"id": "e", "result": {"__set__": [1, 2, 3]}}
                {"id": "f", "error": {"type": "YaqlGrammarException", "message": "Parse error: unexpected end of statement"}}
                """);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void answersTheOtherLinesWhereSomeCannotBeRead() throws IOException {
        String cases = """
                {"id": 1, "expr": "1"}\r
                nonsense\r
                {"id": "b"}
                {"id": "c", "expr": 5}
                {"id": "d", "expr": "$", "context": []}
                {"id": ["e"], "expr": "2"}
                {"id": "f", "expr": "1", "as": "perl"}
                """;
        Path file = Files.writeString(folder.resolve("cases.jsonl"), "\ufeff" + cases);

        Outcome outcome = run("", "expression", "--lines", file.toString());

        assertThat(outcome.out()).isEqualTo("""
                {"id": 1, "result": 1}
                {"id": ["e"], "result": 2}
                {"id": "f", "error": {"type": "ValueError", "message": "as is jinja, jinja-text, yaql or orquesta, not perl"}}
                """);
        assertThat(outcome.err())
                .contains("cases.jsonl:2: not JSON")
                .contains("cases.jsonl:3: \"expr\" is missing")
                .contains("cases.jsonl:4: \"expr\" has to be a text")
                .contains("cases.jsonl:5: \"context\" has to be a JSON object");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysThatAFileHasNoLinesOrIsNotThere() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n\n");

        Outcome nothing = run("", "expression", "--lines", empty.toString());
        Outcome missing =
                run("", "expression", "--lines", folder.resolve("none").toString());

        assertThat(nothing.err()).contains("there are none");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).contains("there is none");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysThatATextHoldsNoExpression() {
        Outcome outcome = run("", "expression", "eval", "1 + 1");

        assertThat(outcome.out()).isEqualTo("1 + 1\n");
        assertThat(outcome.err()).contains("There is no <% … %>");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void evaluatesATextOverVariablesFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("vars.yaml"), "hosts: [a, b]\nname: web\n");

        Outcome value = run("", "expression", "eval", "<% ctx().hosts.len() %>", "--context", file.toString());
        Outcome text = run("name: web", "expression", "eval", "on {{ ctx().name }}", "--context", "-");
        Outcome list = run("", "expression", "eval", "<% ctx(hosts) %>", "--context", file.toString());

        assertThat(value.out()).isEqualTo("2\n");
        assertThat(text.out()).isEqualTo("on web\n");
        assertThat(list.out().replaceAll("\\s", "")).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void saysWhichExpressionFailed() {
        Outcome outcome = run("", "expression", "eval", "<% ctx().nope %>");

        assertThat(outcome.err())
                .contains("Unable to resolve key 'nope' in expression '<% ctx().nope %>' from context.");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhatAnUnknownNameMayHaveBeenMeantToBe() {
        assertThat(run("", "expression", "eval", "<% [1].selec($) %>").err())
                .endsWith("Unknown method \"selec\" for receiver (1,). Did you mean 'select'?\n");
        assertThat(run("", "expression", "eval", "{{ 'a' | uper }}").err()).endsWith("Did you mean 'upper'?\n");
    }

    @Test
    void wantsSomethingToEvaluate() {
        Outcome outcome = run("", "expression");

        assertThat(outcome.err()).contains("drover expression eval TEXT");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
