package io.drover.workflow.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.definition.Workflow;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakdownsTest {
    private static Workflow tasks(String tasks) {
        return Workflow.read("version: 1.0\ntasks: " + tasks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a]                                   | AttributeError: 'list' object has no attribute 'items'",
                "text                                  | ValueError: The spec is not type of json or yaml.",
                "{t: text}                             | ValueError: The spec is not type of json or yaml.",
                "{t: [1]}                              | AttributeError: 'list' object has no attribute 'get'",
                "{t: {action: x, retry: twice}}        | ValueError: The spec is not type of json or yaml.",
                "{t: {action: x, retry: \"[\"}}        | ValueError: Failed to load workflow definition because",
                "{t: {action: x, retry: 2}}            | ValueError: Failed to load workflow definition because a string or stream input is required.",
                "{t: {action: x, with: 2}}             | ValueError: Failed to load workflow definition because a string or stream input is required."
            })
    void tellWhatReadingEndsIn(String tasks, String error) {
        assertThat(Breakdowns.ofReading(tasks(tasks)))
                .hasValueSatisfying(told -> assertThat(told).startsWith(error));
        assertThat(Inspection.of(tasks(tasks), Set.of()).findings()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{my-task: {action: x}}                | AttributeError: 'TaskMappingSpec' object has no attribute 'my-task'",
                "{items: {action: x}}                  | TypeError: 'TaskSpec' object is not callable",
                "{spec: {action: x}}                   | AttributeError: 'TaskSpec' object has no attribute 'keys'",
                "{t: {}}                               | AttributeError: 'dict' object has no attribute 'next'",
                "{t: {action: x, with: [1]}}           | AttributeError: 'list' object has no attribute 'get'",
                "{t: {action: x, next: [{do: 5}]}}     | TypeError: 'int' object is not iterable"
            })
    void tellWhatInspectingEndsIn(String tasks, String error) {
        assertThat(Breakdowns.ofReading(tasks(tasks))).isEmpty();
        assertThat(Breakdowns.ofInspection(tasks(tasks))).contains(error);
    }

    @Test
    void tellOfATaskThatIsNotDefinedBehindASplit() {
        Workflow workflow = tasks("""
                {a: {action: x, next: [{do: s}]}, b: {action: x, next: [{do: s}]}, s: {action: x, next: [{do: nope}]}}
                """);

        assertThat(Breakdowns.ofInspection(workflow)).contains("KeyError: 'nope'");
        assertThat(Inspection.of(workflow, Set.of()).findings())
                .extracting(Finding::message)
                .containsExactly("The task \"nope\" is not defined.");
    }

    @Test
    void tellNothingWhereStackStormHasFindingsOrNone() {
        for (String tasks :
                new String[] {"{t: {action: x}}", "{t: {action: x, next: [{do: nope}], join: 1.5}}", "{}"}) {
            assertThat(Breakdowns.ofReading(tasks(tasks))).isEmpty();
            assertThat(Breakdowns.ofInspection(tasks(tasks))).isEmpty();
        }
    }
}
