package io.drover.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.definition.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InspectedWorkflowsTest {
    private static final String TASK = "properties.tasks.patternProperties.^\\w+$.properties.";
    private static final RunnerType RUNNER =
            new RunnerType("effects", "", Map.of("timeout", Map.of("type", "integer", "required", true)), null, true);

    private final Registry registry = new Registry(List.of(RUNNER));
    private final InspectedWorkflows workflows = new InspectedWorkflows(registry);

    @BeforeEach
    void register() {
        registry.putPack(
                new RegisteredPack(
                        Plant.pack("plant", Path.of("packs", "plant")), List.of(), List.of(), List.of(), Map.of()),
                List.of(CallableAction.of(Plant.action(Plant.ACT, "effects", false), RUNNER, "1")),
                List.of(),
                List.of(),
                Map.of());
    }

    @Test
    void findsNothingWrongWithARightWorkflow() {
        assertThat(workflows.inspect(
                        "version: 1.0\ntasks: {t: {action: plant.act host=<% ctx().st2.user %> timeout=3}}"))
                .isEmpty();
    }

    /** As recorded of StackStorm's {@code POST /v1/workflows/inspect}. */
    @Test
    void givesAllFindingsInOneListByTypeAndRule() {
        List<Map<String, @Nullable Object>> findings = workflows.inspect("""
                version: 1.0
                tasks:
                  t1:
                    action: plant.nope
                    next:
                      - when: <% bad( %>
                        do: t9
                      - publish: x
                """);

        assertThat(findings)
                .containsExactly(
                        Map.of(
                                "type", "content",
                                "message", "The action \"plant.nope\" is not registered in the database.",
                                "spec_path", "tasks.t1.action",
                                "schema_path", TASK + "action"),
                        Map.of(
                                "type", "expression",
                                "language", "yaql",
                                "expression", "<% bad( %>",
                                "message", "Parse error: unexpected end of statement",
                                "spec_path", "tasks.t1.next[0].when",
                                "schema_path", TASK + "next.items.properties.when"),
                        Map.of(
                                "type", "semantic",
                                "message", "The task \"t9\" is not defined.",
                                "spec_path", "tasks.t1.next[0].do",
                                "schema_path", TASK + "next.items.properties.do"));
    }

    @Test
    void knowsTheParametersOfTheRunnerToo() {
        Workflow workflow = Workflow.read("version: 1.0\ntasks: {t: {action: plant.act, input: {hots: a}}}");

        assertThat(workflows.findings(workflow))
                .extracting(finding -> finding.get("message"))
                .containsExactly(
                        "Action \"plant.act\" is missing required input \"timeout\".",
                        "Action \"plant.act\" has unexpected input \"hots\".");
    }

    @Test
    void looksAgainWhereAnActionHasChangedSince() {
        Workflow workflow = Workflow.read("version: 1.0\ntasks: {t: {action: plant.act host=a timeout=3}}");
        Definitions.Definition definition = new Definitions.Definition(new Conductor(workflow), workflow, Set.of("t"));

        List<Map<String, @Nullable Object>> before = workflows.findings(definition);
        registry.removePack("plant");
        List<Map<String, @Nullable Object>> without = workflows.findings(definition);
        register();
        List<Map<String, @Nullable Object>> after = workflows.findings(definition);

        assertThat(before).isEmpty();
        assertThat(without).hasSize(1);
        assertThat(after).isEmpty();
    }

    @Test
    void refusesATextThatIsNoWorkflow() {
        assertThatThrownBy(() -> workflows.inspect("version: 1.0\ntasks:\n  a: {}\n  a: {}"))
                .isInstanceOf(DroverException.class)
                .hasMessage("Tried to inspect a workflow, but it cannot be read as YAML: found duplicate key \"a\"."
                        + " Remove one of the two, or rename it. (line 4, column 3)");
    }
}
