package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleTextTest {
    private final YamlPackReader reader = new YamlPackReader(null);

    private Checked<Rule> read(String... lines) {
        return reader.ruleText(String.join("\n", lines) + "\n", "ops/rules/r.yaml", "ops");
    }

    private Rule good(String... lines) {
        Checked<Rule> checked = read(lines);
        assertThat(checked.problems()).isEmpty();
        return checked.value().orElseThrow();
    }

    private List<String> problems(String... lines) {
        return Folders.texts(read(lines).problems());
    }

    @Test
    void readsARuleInStackStormsForm() {
        Rule rule = good(
                "name: alert",
                "pack: ops",
                "description: Tells.",
                "enabled: yes",
                "trigger:",
                "  type: core.st2.webhook",
                "  parameters: {url: alerts}",
                "criteria:",
                "  trigger.body.kind: {type: eq, pattern: fire}",
                "  trigger.body.level#2: {type: greaterthan, pattern: 010}",
                "action:",
                "  ref: core.echo",
                "  parameters: {message: '{{ trigger.body }}'}",
                "tags: [{name: team, value: infra}]");

        assertThat(rule.ref()).isEqualTo(Ref.of("ops", "alert"));
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.trigger()).isEqualTo(Trigger.of(Ref.of("core", "st2.webhook"), Map.of("url", "alerts")));
        assertThat(rule.criteria()).hasSize(2);
        assertThat(rule.criteria().get(1).operator()).isEqualTo(Operator.GREATERTHAN);
        assertThat(rule.criteria().get(1).pattern()).isEqualTo(8L);
        assertThat(rule.actions().get(0).parameters()).containsEntry("message", "{{ trigger.body }}");
        assertThat(rule.tags()).containsExactly(new Tag("team", "infra"));
    }

    @Test
    void readsTheShortFormWithItsSwitches() {
        Rule rule = good(
                "name: short",
                "trigger: nagios.service_state_change",
                "where: \"trigger.state == 'CRITICAL'\"",
                "shadow: true",
                "priority: 7",
                "actions: [{ref: core.noop}, {ref: core.echo, parameters: {message: hi}}]");

        assertThat(rule.where()).isEqualTo("trigger.state == 'CRITICAL'");
        assertThat(rule.shadow()).isTrue();
        assertThat(rule.enabled()).isFalse();
        assertThat(rule.priority()).isEqualTo(7);
        assertThat(rule.actions()).hasSize(2);
    }

    @Test
    void readsABackstopRule() {
        Rule rule = good("name: b", "type: {ref: backstop}", "trigger: a.b", "action: {ref: core.noop}");

        assertThat(rule.type()).isEqualTo(Rule.Type.BACKSTOP);
    }

    @Test
    void knowsEveryOperatorByEveryName() {
        for (String operator : Operator.allNames()) {
            String condition = operator.equals("search") ? ", condition: all" : "";
            String pattern = operator.equals("search") ? "{item.x: {type: eq, pattern: 1}}" : "x";

            Rule rule = good(
                    "name: r",
                    "trigger: a.b",
                    "criteria: {trigger.x: {type: " + operator + ", pattern: " + pattern + condition + "}}",
                    "action: {ref: core.noop}");

            assertThat(rule.criteria().get(0).operatorName()).isEqualTo(operator);
        }
    }

    @Test
    void tellsAllProblemsOfARuleWithTheirPlaces() {
        List<String> problems = problems(
                "name: alert",
                "triger: core.st2.webhook",
                "criteria:",
                "  trigger.x: {type: eqals, pattern: 1}",
                "  trigger.y: {type: exists}",
                "enabled: 'perhaps'",
                "action: core.echo");

        assertThat(problems)
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:1:1: 'trigger' is a required property"))
                .anyMatch(text -> text.startsWith(
                        "ops/rules/r.yaml:2:1: Unknown key 'triger' in a rule. Did you mean 'trigger'?"))
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:4:21: For field: trigger.x, operator eqals")
                        && text.contains("Did you mean 'equals'?")
                        && text.contains("matchwildcard, "))
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:5:14: For field: trigger.y, no pattern"))
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:6:10: Expected true or false for 'enabled'"))
                .anyMatch(text -> text.startsWith("ops/rules/r.yaml:7:9: Expected 'action' to be a mapping")
                        && text.endsWith("Write {ref: core.echo}."))
                .hasSize(6);
    }

    @Test
    void refusesAConditionThatLostItsEndToAComment() {
        assertThat(problems("name: r", "trigger: a.b", "where: trigger.x == '1 # 2'", "action: {ref: core.noop}"))
                .singleElement()
                .asString()
                .startsWith("ops/rules/r.yaml:3:8: YAML reads what follows ' #' as a comment")
                .endsWith("where: 'trigger.x == ''1 # 2'''");
    }

    @Test
    void refusesAConditionThatIsNoText() {
        assertThat(problems("name: r", "trigger: a.b", "where: on", "action: {ref: core.noop}"))
                .singleElement()
                .asString()
                .contains(":3:8: Expected 'where' to be a condition as text, but found the boolean on.")
                .endsWith("where: 'on'");
    }

    @Test
    void refusesBracesAroundACondition() {
        assertThat(problems("name: r", "trigger: a.b", "where: '{{ trigger.x }}'", "action: {ref: core.noop}"))
                .singleElement()
                .asString()
                .contains("Write it without '{{' and '}}'");
    }

    @Test
    void warnsOfAKeyThatStandsTwiceAndTakesTheLast() {
        Checked<Rule> checked = read("name: r", "trigger: a.b", "trigger: a.c", "action: {ref: core.noop}");

        assertThat(checked.value().orElseThrow().trigger().type()).isEqualTo(Ref.of("a", "c"));
        assertThat(checked.problems()).singleElement().matches(problem -> !problem.isError() && problem.line() == 3);
    }

    @Test
    void namesTheJsonPathInProblemsOfADocument() {
        Checked<Rule> checked = reader.rule(
                Map.of(
                        "name", "r",
                        "trigger", Map.of("type", "webhook"),
                        "action", Map.of("ref", "core.noop", "parameters", List.of())),
                "request",
                "default");

        assertThat(checked.value()).isEmpty();
        assertThat(checked.problems())
                .extracting(Problem::message)
                .anyMatch(text -> text.startsWith("trigger.type: Expected 'type' of the form 'pack.name'"))
                .anyMatch(text -> text.startsWith("action.parameters: Expected 'parameters' to be a mapping"));
    }

    @Test
    void warnsOfASearchThatCannotMatch() {
        Checked<Rule> checked = read(
                "name: r",
                "trigger: a.b",
                "criteria: {trigger.x: {type: search, pattern: {item.y: {type: qe, pattern: 1}}}}",
                "action: {ref: core.noop}");

        assertThat(checked.value()).isPresent();
        assertThat(checked.problems()).hasSize(2).noneMatch(Problem::isError);
    }
}
