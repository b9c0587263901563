package io.drover.engine.api;

import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.List;
import java.util.Optional;

/** What is registered now, from memory. Lists are sorted by ref; things are found by ref or by id. */
public interface Catalog {

    List<Action> actions();

    Optional<Action> action(String refOrId);

    List<RunnerType> runnerTypes();

    Optional<RunnerType> runnerType(String nameOrId);

    List<TriggerType> triggerTypes();

    Optional<TriggerType> triggerType(String refOrId);

    /** {@return the triggers: one of each type without parameters, and those with the parameters that rules ask for} */
    List<Trigger> triggers();

    Optional<Trigger> trigger(String refOrId);

    List<RegisteredRule> rules();

    Optional<RegisteredRule> rule(String refOrId);

    List<RegisteredPack> packs();

    Optional<RegisteredPack> pack(String refOrId);
}
