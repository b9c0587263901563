package io.drover.workflow.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a task's {@code next}.
 *
 * @param when the condition; null where it always holds
 * @param publish what is published for each target, in order
 * @param targets names of tasks and engine commands; {@code continue} where nothing is written
 */
public record Transition(@Nullable String when, List<Assignment> publish, List<String> targets) {
    public Transition {
        publish = List.copyOf(publish);
        targets = List.copyOf(targets);
    }
}
