package io.drover.engine.correlate;

import io.drover.engine.limit.Limiter;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of a rule, as something that waits for the clock. */
final class RuleLimits implements Waiting {
    private final Ref rule;
    private Limiter limiter;
    private final Surroundings surroundings;
    private @Nullable Instant planned;
    private boolean forgotten;

    RuleLimits(Ref rule, Limiter limiter, Surroundings surroundings) {
        this.rule = rule;
        this.limiter = limiter;
        this.surroundings = surroundings;
    }

    void watch(TriggerInstance event) {
        catchUp();
        surroundings.found().addAll(limiter.watch(event, Kept.time(event)));
        surroundings.dues().plan(this);
    }

    void take(Match match) {
        catchUp();
        surroundings.found().addAll(limiter.take(match));
        surroundings.dues().plan(this);
    }

    /** Goes on under another revision. */
    void become(int nextRevision, Limits next) {
        limiter = limiter.with(nextRevision, next);
        catchUp();
        surroundings.dues().plan(this);
    }

    /** The limits know no time but what they are told: it is the same after a restart. */
    private void catchUp() {
        surroundings.found().addAll(limiter.due(surroundings.dues().moment()));
    }

    /** Tells what has to be stored, and what is gone. */
    void changes(Collection<RuleState> put, Collection<RuleState.Name> removed) {
        put.addAll(limiter.changed());
        removed.addAll(limiter.removed());
    }

    /** {@return how much they remember} */
    long size() {
        return forgotten ? 0 : limiter.size();
    }

    /** Forgets what would have to be stored. */
    void forgetChanges() {
        limiter.forgetChanges();
    }

    List<RuleState> states() {
        return limiter.states();
    }

    void restore(Collection<RuleState> states, Map<String, TriggerInstance> events) {
        limiter.restore(states, events);
        catchUp();
        surroundings.dues().plan(this);
    }

    /**
     * Lets go of all that they hold.
     *
     * @return whether that was anything
     */
    boolean forget(Collection<RuleState.Name> removed) {
        List<RuleState> states = limiter.states();
        states.forEach(state -> removed.add(state.name()));
        removed.addAll(limiter.removed());
        forgotten = true;
        return !states.isEmpty();
    }

    @Override
    public Ref rule() {
        return rule;
    }

    @Override
    public @Nullable String key() {
        return null;
    }

    @Override
    public @Nullable Instant due() {
        return forgotten ? null : limiter.nextDue();
    }

    @Override
    public void decide(Instant due) {
        if (!forgotten) {
            surroundings.found().addAll(limiter.due(due));
        }
    }

    @Override
    public @Nullable Instant planned() {
        return planned;
    }

    @Override
    public void planned(@Nullable Instant at) {
        planned = at;
    }
}
