package io.drover.model.rule;

import io.drover.model.trigger.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that a rule over several events asks for. Its conditions see the event under test as {@code trigger}, and events
 * that the rule has collected by their names.
 *
 * @param name how later conditions and the action's templates call the event's payload
 * @param criteria all must hold
 * @param where a Jinja expression that must hold too; null where none is given
 */
public record EventPattern(
        String name,
        Trigger trigger,
        List<Criterion> criteria,
        @Nullable String where) {
    public EventPattern {
        criteria = List.copyOf(criteria);
    }
}
