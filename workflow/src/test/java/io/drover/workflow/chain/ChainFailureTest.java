package io.drover.workflow.chain;

import static io.drover.workflow.chain.ChainRuns.NOW;
import static io.drover.workflow.chain.ChainRuns.conductor;
import static io.drover.workflow.chain.ChainRuns.ends;
import static io.drover.workflow.chain.ChainRuns.result;
import static io.drover.workflow.chain.ChainRuns.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.expressions.Jinja;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Step;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains that fail by themselves, and what they say then. */
class ChainFailureTest {
    @Test
    void failsWithAnErrorThatNamesTaskParameterAndTemplateWhereAParameterCannotBeRendered() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, on-success: b}
                  - {name: b, ref: core.noop, parameters: {p: "{{ unknown }}"}, on-failure: a}
                """);

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.actions()).isEmpty();
        assertThat(result(conductor, step).get("tasks"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(result(conductor, step).get("error"))
                .asString()
                .startsWith("Failed to run task \"b\". Parameter rendering failed. Failed rendering value for action"
                        + " parameter \"p\" in task \"b\" (template string={{ unknown }}): UndefinedError:");
    }

    @Test
    void failsWithAnErrorThatNamesTheTaskWhereWhatItPublishesCannotBeRendered() {
        ChainConductor conductor = conductor("""
                chain:
                  - {name: a, ref: core.noop, publish: {v: "{{ unknown }}"}, on-success: b}
                  - {name: b, ref: core.noop}
                """);

        Step step = ends(conductor, started(conductor, Map.of()), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.actions()).isEmpty();
        assertThat(result(conductor, step).get("error"))
                .asString()
                .startsWith("Failed rendering value for publish parameter \"v\" in task \"a\"");
    }

    @Test
    void failsBeforeItsFirstTaskWhereAVariableCannotBeRendered() {
        ChainConductor conductor = conductor("{vars: {v: \"{{ unknown }}\"}, chain: [{name: a, ref: core.noop}]}");

        State state = conductor.begin(Map.of(), Map.of(), NOW);

        assertThat(state.status()).isEqualTo(Status.FAILED);
        assertThat(conductor.result(state, number -> null))
                .containsEntry("tasks", List.of())
                .hasEntrySatisfying(
                        "error",
                        error -> assertThat(error)
                                .asString()
                                .contains("Failed initializing \"vars\" in chain")
                                .contains("\"v\""));
    }

    @ParameterizedTest
    @CsvSource({
        "{{ where }}, Unable to find node with name \"\"nowhere\"\"",
        "{{ unknown }}, Failed rendering the name of a task"
    })
    void failsWhereATemplateNamesNoTaskThatThereIs(String template, String problem) {
        ChainConductor conductor = conductor("chain: [{name: a, ref: core.noop, on-success: \"" + template + "\"}]");

        Step step = ends(conductor, started(conductor, Map.of("where", "nowhere")), "a", Status.SUCCEEDED, Map.of());

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(result(conductor, step).get("error")).asString().contains(problem.replace("\"\"", "\""));
    }

    @Test
    void failsAChainThatLeadsToItselfForEver() {
        Chain chain = Chain.read("chain: [{name: a, ref: core.noop, on-success: a, on-failure: a}]");
        ChainConductor conductor =
                new ChainConductor(chain, Jinja.strict(), new Limits(50, 1, 100_000, 1, 100_000, 10));

        Step step = started(conductor, Map.of());
        for (int laps = 0; laps < 60 && !step.state().status().isCompleted(); laps++) {
            step = ends(conductor, step, "a", Status.SUCCEEDED, Map.of());
        }

        assertThat(step.state().status()).isEqualTo(Status.FAILED);
        assertThat(step.state().sequence()).hasSize(50);
        assertThat(result(conductor, step).get("error"))
                .asString()
                .isEqualTo("The chain has started 50 tasks, more than are allowed. Check the conditions of its loops.");
    }

    @Test
    void failsAChainWhoseResultsGrowWithoutBound() {
        Chain chain = Chain.read("chain: [{name: a, ref: core.noop, on-success: a}]");
        ChainConductor conductor =
                new ChainConductor(chain, Jinja.strict(), new Limits(1000, 1, 10_000, 1, 10_000, 10));

        Step step = started(conductor, Map.of());
        while (!step.state().status().isCompleted()) {
            step = ends(conductor, step, "a", Status.SUCCEEDED, Map.of("stdout", "x".repeat(1000)));
        }

        assertThat(step.state().sequence()).hasSize(10);
        assertThat(result(conductor, step).get("error")).asString().contains("at most 10000 are allowed");
    }
}
