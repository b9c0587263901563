package io.drover.model.store;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What rules over several events, and limits, have collected; written together with what came of it. */
public interface RuleStates {

    /** {@return all states of the rules of a pack} */
    List<RuleState> ofPack(String pack);

    /** {@return the states of a rule, by part and key} */
    List<RuleState> ofRule(Ref rule);

    /**
     * Stores states, each in the place of the one with its name.
     *
     * @param states each name at most once
     */
    void put(Collection<RuleState> states);

    /** Removes states, where they are there. */
    void remove(Collection<RuleState.Name> names);

    /** {@return when the oldest event was accepted to which a state refers} */
    Optional<Instant> oldestEvent();
}
