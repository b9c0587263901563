package io.drover.engine.match;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Finds the rules that events match. Only one thread at a time may use it; it keeps nothing of the events. */
public interface RuleMatcher extends AutoCloseable {
    /**
     * Matches events with the rules of their triggers: standard rules first, backstop rules where none of those matched
     * (platform spec 3.6). The present, for {@code timediff_lt} and its like, is when an event was accepted, so that it is
     * judged alike at any time.
     */
    Matches match(List<TriggerInstance> batch);

    /** Adds a rule that is enabled, or puts it in the place of the one with the same ref. */
    void put(MatchedRule rule);

    /** Takes a rule away, if it is there. */
    void remove(Ref rule);

    /** Drops all rules and has these instead: the fast way to load many. */
    void reset(Collection<MatchedRule> rules);

    /** Has somebody told before each test of a condition that is more than looking something up. */
    default void step(Runnable told) {}

    /** {@return the rules one of whose conditions is tested right now; none where there is none, or it is not known; for any thread} */
    default Set<Ref> testing() {
        return Set.of();
    }

    @Override
    void close();
}
