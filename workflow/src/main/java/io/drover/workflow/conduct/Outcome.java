package io.drover.workflow.conduct;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event made of a state.
 *
 * @param refusal why the event was not taken, the state being as it was; null where it was taken
 * @param failures what failed in the workflow's own expressions or limits, so that the run ends
 */
public record Outcome(State state, @Nullable String refusal, List<String> failures) {
    public Outcome {
        failures = List.copyOf(failures);
    }
}
