package io.drover.model.store;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What rules over several events, and limits, have collected; written together with what came of it. */
public interface RuleStates {

    /** {@return the states of the rules of a pack that are in DRL} */
    List<RuleState> ofPrograms(String pack);

    /** {@return how many states each rule of a pack has that has any, not counting those of rules in DRL} */
    Map<Ref, Long> counts(String pack);

    /** {@return the states of a rule, by part and key} */
    List<RuleState> ofRule(Ref rule);

    /**
     * Reads the states of a rule that is not in DRL, some at a time, by part and by what stands for the key in the store.
     *
     * @param after the last that was read before; null where it begins
     */
    List<RuleState> next(Ref rule, RuleState.@Nullable Name after, int most);

    /**
     * Lists what a rule has collected, by part and key, a part that is stored in pieces as one; none of it is read.
     *
     * @param limit most of them; -1: all
     */
    Listing<RuleState.Name> wholes(Ref rule, int offset, int limit);

    /** {@return what of a rule's collected parts an event is in, pieces as in {@link #wholes}} */
    List<RuleState.Name> wholesWith(Ref rule, String event);

    /** {@return the states of collected parts of a rule, each with all its pieces} */
    List<RuleState> ofWholes(Ref rule, Collection<RuleState.Name> wholes);

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
