package io.drover.engine.correlate;

import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules over several events, and rules with limits, with all that they have collected. It takes committed events in the order
 * of their acceptance and says what came of them; the same events and ticks give the same outcome, live, after a restart, in a
 * test and in a back-test. Used by one thread.
 */
public final class Correlation implements AutoCloseable {

    /**
     * A correlation without rules.
     *
     * @param selection finds the rules' events that an event is, by their conditions on that event alone
     * @param language of the rules' conditions
     * @param silencing is asked about each match before the limits are
     * @param lateness how far behind the clock an event may come and is still collected, and by how much the clock has to have
     *     passed what is due
     * @param clock where it begins
     */
    public Correlation(RuleMatcher selection, RuleLanguage language, Silencing silencing, Duration lateness, Instant clock) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a rule, or puts it in the place of the one with its ref; a rule of one event is one of form {@code any}. What was
     * collected stays where the new rule collects the same: only description, tags, limits or actions differ.
     *
     * @return whether something that was collected is dropped
     */
    public boolean put(Rule rule, int revision) {
        throw new UnsupportedOperationException();
    }

    /** Removes a rule with all that it has collected. */
    public void remove(Ref rule) {
        throw new UnsupportedOperationException();
    }

    /** {@return the refs of the triggers whose events its rules ask for} */
    public Set<Ref> triggers() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes up what rules had collected. States of rules that are not here, or that collect otherwise now, are left out, and
     * are among the changes as removed.
     *
     * @param events by id, those to which the states refer; a state some of whose events are gone does without them
     * @param now where the clock stood
     */
    public void restore(Collection<RuleState> states, Map<String, TriggerInstance> events, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** {@return the ids of the events to which a state refers} */
    public static Set<String> events(RuleState state) {
        throw new UnsupportedOperationException();
    }

    /** Takes the next events, in the order of acceptance; those of other triggers only move the clock. */
    public void take(List<TriggerInstances.Entry> events) {
        throw new UnsupportedOperationException();
    }

    /** Moves the clock on, where nothing waits to be taken; back never. */
    public void tick(Instant now) {
        throw new UnsupportedOperationException();
    }

    /** {@return the newest time of an event or tick that it took} */
    public Instant clock() {
        throw new UnsupportedOperationException();
    }

    /** {@return when the clock has to be looked at again, lateness included; null where nothing waits} */
    public @Nullable Instant nextDue() {
        throw new UnsupportedOperationException();
    }

    /** {@return what came since this was asked last} */
    public List<Found> found() {
        throw new UnsupportedOperationException();
    }

    /** {@return which states changed since this was asked last} */
    public Changes changes() {
        throw new UnsupportedOperationException();
    }

    /** {@return all that a rule has collected, for people} */
    public List<RuleState> states(Ref rule) {
        throw new UnsupportedOperationException();
    }

    /** {@return how many events are held in what was collected} */
    public long live() {
        throw new UnsupportedOperationException();
    }

    /** States to be stored, and those that are gone. */
    public record Changes(List<RuleState> put, Set<RuleState.Name> removed) {
        public Changes {
            put = List.copyOf(put);
            removed = Set.copyOf(removed);
        }
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
