package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one rule with their state by key: flap, then debounce or collapse, then throttle, then guard. It is told of
 * matches in their order and of time; the same ones give the same outcome. What waits in it and is due is due exactly then,
 * whenever it is asked: the caller asks in the order of time before each match. Used by one thread.
 */
public final class Limiter {

    /** The limits of a rule's revision, without state. */
    public Limiter(Ref rule, int revision, Limits limits) {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks at an event of the rule's triggers, whether it matches or not.
     *
     * @param at its time
     * @return what came of it
     */
    public List<Found> watch(TriggerInstance event, Instant at) {
        throw new UnsupportedOperationException();
    }

    /** {@return what comes of a match now: it passes, is stopped, or is kept; others may pass with it} */
    public List<Found> take(Match match) {
        throw new UnsupportedOperationException();
    }

    /** {@return when something is due that waits in it; null where nothing waits} */
    public @Nullable Instant nextDue() {
        throw new UnsupportedOperationException();
    }

    /** {@return what is due at a moment, in the order of time} */
    public List<Found> due(Instant now) {
        throw new UnsupportedOperationException();
    }

    /** {@return the states that changed since this was asked last} */
    public List<RuleState> changed() {
        throw new UnsupportedOperationException();
    }

    /** {@return the states that are gone since this was asked last} */
    public Set<RuleState.Name> removed() {
        throw new UnsupportedOperationException();
    }

    /** {@return all states} */
    public List<RuleState> states() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes up states of parts that these limits have; others are left out.
     *
     * @param events by id, those to which states refer
     */
    public void restore(Collection<RuleState> states, Map<String, TriggerInstance> events) {
        throw new UnsupportedOperationException();
    }

    /** {@return the ids of the events to which a state of a limit refers} */
    public static Set<String> events(RuleState state) {
        throw new UnsupportedOperationException();
    }
}
