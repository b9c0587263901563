package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.model.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken templates in rules, told where they stand in the file. */
class TemplatesTest {
    private static final String HEAD = "name: r\ntrigger: a.b\n";
    private static final String TAIL = "action: {ref: core.noop}\n";

    private final YamlPackReader reader = new YamlPackReader(null);

    @TempDir
    Path temp;

    private Checked<Rule> read(String text) {
        return reader.ruleText(text, "r.yaml", "ops");
    }

    private String problem(String text) {
        List<Problem> problems = read(text).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).toString();
    }

    private String conditionProblem(String where) {
        return problem(HEAD + "where: " + where + "\n" + TAIL);
    }

    private String patternProblem(String pattern) {
        return problem(HEAD + "criteria:\n  trigger.x: {type: eq, pattern: " + pattern + "}\n" + TAIL);
    }

    private Checked<Rule> readParameter(String parameter) {
        return read(HEAD + "action:\n  ref: core.echo\n  parameters:\n    message: " + parameter + "\n");
    }

    @Test
    void refusesAConditionThatIsNoExpression() {
        assertThat(conditionProblem("\"trigger.x == \""))
                .isEqualTo("r.yaml:3:21: 'where' is no expression: unexpected 'end of template'.");
        assertThat(read(HEAD + "where: \"trigger.x == \"\n" + TAIL).value()).isEmpty();
    }

    @Test
    void refusesAnUnknownFilterOfACondition() {
        assertThat(conditionProblem("'trigger.x | uper'"))
                .isEqualTo("r.yaml:3:21: 'where' is no expression: No filter named 'uper'.");
    }

    @Test
    void refusesAPatternThatIsNoTemplate() {
        assertThat(patternProblem("'{{ trigger.y | }}'")).startsWith("r.yaml:4:50: The pattern is no template: ");
        assertThat(patternProblem("'{% if %}'")).startsWith("r.yaml:4:41: The pattern is no template: ");
    }

    @Test
    void refusesAPatternWithinASearchThatIsNoTemplate() {
        Checked<Rule> checked = read(HEAD + """
                criteria:
                  trigger.x:
                    type: search
                    condition: all
                    pattern:
                      item.y: {type: eq, pattern: "{{ trigger.y | nothing }}"}
                """ + TAIL);

        assertThat(Folders.texts(checked.problems()))
                .containsExactly("r.yaml:8:51: The pattern is no template: No filter named 'nothing'.");
    }

    @Test
    void takesBracesInAPatternWithoutTemplatesAsTheyAre() {
        assertThat(read(HEAD + "criteria: {trigger.x: {type: regex, pattern: 'a{2}}'}}\n" + TAIL)
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesAnUnknownFilterInParametersAtAnyDepth() {
        assertThat(Folders.texts(
                        readParameter("{a: [1, {b: '{{ trigger.x | uper }}'}]}").problems()))
                .containsExactly("r.yaml:6:42: The template of parameter 'message' cannot be rendered: No filter named"
                        + " 'uper'.");
    }

    @Test
    void onlyWarnsOfParametersThatStackStormPassesOnAsTheyAre() {
        Checked<Rule> checked = readParameter("docker inspect --format '{{.State.Status}}' {{ trigger.id }}");

        assertThat(checked.value()).isPresent();
        assertThat(Folders.texts(checked.problems()))
                .singleElement()
                .asString()
                .startsWith("r.yaml:6:41: warning: The text of parameter 'message' is no template, and is passed on as"
                        + " it is: ")
                .endsWith("write {% raw %} before and {% endraw %} behind what is no template.");
    }

    @Test
    void tellsThePlaceOfTheTemplateInADocument() {
        Checked<Rule> checked = reader.rule(
                Map.of(
                        "name", "r",
                        "trigger", "a.b",
                        "where", "a\nand (",
                        "action", Map.of("ref", "core.noop")),
                "request",
                "ops");

        assertThat(Folders.texts(checked.problems()))
                .containsExactly("request: where: 'where' is no expression: unexpected 'end of template' (line 2,"
                        + " column 6 of it).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where: trigger.a ?",
                "where: trigger.a\n  and\n\n  trigger.b ? ",
                "where: 'trigger.a == ''x'' and ?'",
                "where: 'trigger.a ==\n  ''x'' and ?'",
                "where: \"trigger.a == \\\"x\\\\\\\\y\\\" and ?\"",
                "where: \"trigger.a ==\\n\\t1 and ?\"",
                "where: \"trigger.a \\\n  and ?\"",
                "where: \"'Grüße 😀' == ?\"",
                "where: !!str 'trigger.a ?'",
                "where: &a trigger.a ?",
                "where: |\n  trigger.a and\n    trigger.b ?",
                "where: |2\n    trigger.a and\n\n  trigger.b ?",
                "where: >-\n  trigger.a and\n\n    trigger.b\n  or trigger.c ?\n\n\n# the end",
            })
    void findsThePlaceInEveryWayOfWritingAText(String where) {
        String text = HEAD + where + "\n" + TAIL;
        String before = text.substring(0, text.indexOf('?'));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        String written = before.substring(before.lastIndexOf('\n') + 1);
        int column = written.codePointCount(0, written.length()) + 1;

        assertThat(problem(text))
                .isEqualTo("r.yaml:" + line + ":" + column + ": 'where' is no expression: unexpected char '?'.");
    }

    @Test
    void takesThePlaceOfTheWholeTextWhereEscapesHideTheOther() {
        assertThat(conditionProblem("\"'\\x41' == ?\""))
                .isEqualTo("r.yaml:3:8: 'where' is no expression: unexpected char '?' (line 1, column 8 of it).");
    }

    @Test
    void countsLinesAsYamlDoes() {
        assertThat(problem("# a\u2028# b\u0085# c\n" + HEAD + "where: trigger.a ?\n" + TAIL))
                .isEqualTo("r.yaml:6:18: 'where' is no expression: unexpected char '?'.");
    }

    @Test
    void findsThePlaceInJson() {
        Path file = temp.resolve("r.json");
        Folders.write(file, """
                {"name": "r", "trigger": "a.b",
                 "where": "trigger.a == \\"\\u0041\\"\\n and ?",
                 "action": {"ref": "core.noop"}}
                """);

        assertThat(Folders.texts(new RuleCheck().read(file.toString()).problems()))
                .containsExactly(file + ":2:42: 'where' is no expression: unexpected char '?'.");
    }
}
