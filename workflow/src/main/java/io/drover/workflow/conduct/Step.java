package io.drover.workflow.conduct;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next state, and the actions to run that follow from an event.
 *
 * @param refusal why the event was not taken; null where it was
 */
public record Step(
        State state, List<ActionRequest> actions, @Nullable String refusal) {
    public Step {
        actions = List.copyOf(actions);
    }
}
