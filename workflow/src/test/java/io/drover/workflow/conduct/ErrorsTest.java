package io.drover.workflow.conduct;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run that failed of an expression tells: the task, the expression, and the values. */
class ErrorsTest {
    private static final Surroundings NOW = Surroundings.at(Instant.parse("2026-05-01T10:00:00Z"));

    private static Map<?, ?> error(Conductor conductor, State state) {
        List<?> errors =
                (List<?>) requireNonNull(conductor.result(state, number -> null).get("errors"));
        assertThat(errors).hasSize(1);
        return (Map<?, ?>) errors.get(0);
    }

    private static State failed(Conductor conductor) {
        @Nullable Object given = "five";
        State state = conductor
                .next(conductor.begin(Map.of(), Map.of("x", given), NOW), new Requested(Status.RUNNING), NOW)
                .state();
        assertThat(state.status()).isEqualTo(Status.FAILED);
        return state;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            with: <% ctx(x) %>                                      | The value of "<% ctx(x) %>" is not type of list. It is the text "five".
            with: {items: "<% [1] %>", concurrency: <% ctx(x) %>}   | and 'int'. The concurrency <% ctx(x) %> is the text "five".
            delay: <% ctx(x) %>                                     | is not type of integer. The delay <% ctx(x) %> is the text "five".
            retry: {count: <% ctx(x) %>}                            | is not an integer. The count <% ctx(x) %> is the text "five".
            input: {n: "<% ctx(x) + 1 %>"}                          | matches supplied arguments. It was given the text "five" and 1.
            input: {n: <% ctx().y %>}                               | Unable to resolve key 'y' in expression '<% ctx().y %>' from context. The keys are x.
            """)
    void nameTheTaskTheExpressionAndTheValue(String property, String message) {
        Conductor conductor = new Conductor(
                Workflow.read("version: 1.0\ninput: [x]\ntasks:\n  t:\n    action: core.noop\n    " + property + "\n"));

        Map<?, ?> error = error(conductor, failed(conductor));

        assertThat(String.valueOf(error.get("message"))).endsWith(message);
        if (!property.startsWith("retry")) {
            assertThat(error.get("task_id")).isEqualTo("t");
        }
    }

    @Test
    void keepTheValueWhereTheRunIsStored() {
        Conductor conductor = new Conductor(
                Workflow.read("version: 1.0\ninput: [x]\ntasks: {t: {with: <% ctx(x) %>, action: core.noop}}"));
        State state = failed(conductor);

        State read = StateDocument.read(StateDocument.parts(state));

        assertThat(error(conductor, read)).isEqualTo(error(conductor, state));
        assertThat(String.valueOf(error(conductor, read).get("message"))).contains("It is the text \"five\".");
    }
}
