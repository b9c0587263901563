package io.drover.engine.correlate;

import io.drover.engine.limit.Limiter;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A rule over several events, or with limits, with what it has collected by key. */
final class CorrelatedRule {
    /** Under which name a document says what its part collects; a state of a part that collects otherwise is of no use. */
    static final String COLLECTS = "collects";

    /** So many times a key lets go of something in one turn; what is left has the next one. */
    private static final int LAPSES_AT_ONCE = 1_000;

    private final Ref ref;
    private final RuleForm form;
    private final Surroundings surroundings;
    private final CrossTests tests;
    private final Map<String, KeyState> keys = new HashMap<>();
    private final List<KeyState> dirty = new ArrayList<>();
    private int revision;
    private Limits limits;
    private @Nullable RuleLimits limited;
    private long live;
    private long counted;
    private boolean aside;

    CorrelatedRule(Rule rule, int revision, Surroundings surroundings) {
        this.ref = rule.ref();
        this.revision = revision;
        this.form = new RuleForm(rule, revision, surroundings.language(), surroundings.lateness());
        this.surroundings = surroundings;
        this.tests = new CrossTests(this::undecided);
        this.limits = rule.limits();
        this.limited = limited(limits);
    }

    private @Nullable RuleLimits limited(Limits of) {
        return of.isNone() ? null : new RuleLimits(ref, new Limiter(ref, revision, of), surroundings);
    }

    Ref ref() {
        return ref;
    }

    int revision() {
        return revision;
    }

    /** {@return what it asks for} */
    RuleForm form() {
        return form;
    }

    /** {@return whether its limits look at all events of its triggers} */
    boolean watches() {
        return limits.flap() != null;
    }

    /** Begins to wait for what asks for no event first. */
    void activate(Instant now) {
        if (form.beginsAtOnce()) {
            KeyState state = state(RuleForm.ONLY_KEY);
            if (state.form() instanceof AbsenceForm absence) {
                absence.begin(now);
            }
            keep(state, now);
            state.touch();
        }
        count();
    }

    private KeyState state(String key) {
        return new KeyState(this, key, form.collected(key));
    }

    private void keep(KeyState state, Instant clock) {
        keys.put(state.key(), state);
        live += state.size();
        plan(state, clock);
    }

    private void plan(KeyState state, Instant clock) {
        surroundings.dues().plan(state);
        surroundings.expiry().plan(state, clock);
    }

    /** Takes down how much it holds. */
    void count() {
        long now = held();
        surroundings.holdings().add(now - counted);
        counted = now;
    }

    /** {@return how much it holds: events, keys that it knows without one, and what its limits remember} */
    long held() {
        return Math.max(live, keys.size()) + (limited == null ? 0 : limited.size());
    }

    /**
     * Goes on with the keys of an older revision, and with nothing else of it. A silence that is held is decided anew.
     *
     * @return whether something is dropped: a match that is held, or what limits knew
     */
    boolean goOnWith(CorrelatedRule old, Instant clock) {
        boolean dropped = old.limited != null && !old.limited.states().isEmpty();
        for (KeyState known : old.keys.values()) {
            KeyState state = state(known.key());
            if (state.form() instanceof AbsenceForm absence && known.form() instanceof AbsenceForm before) {
                absence.goOnWith(before);
                if (known.isHeld()) {
                    absence.decideAnew();
                    dropped = true;
                }
            }
            keep(state, clock);
            state.touch();
        }
        count();
        return dropped;
    }

    /** Is another revision from now on that collects the same. */
    void become(Rule rule, int nextRevision, Collection<RuleState.Name> removed) {
        revision = nextRevision;
        limits = rule.limits();
        aside = false;
        if (limited == null) {
            limited = limited(limits);
        } else {
            limited.become(nextRevision, limits);
            if (limits.isNone()) {
                limited.forget(removed);
                limited = null;
            }
        }
        count();
    }

    /** Drops all that it has collected. {@return whether that was anything} */
    boolean drop() {
        Collection<RuleState.Name> forgotten = surroundings.forgotten();
        boolean any = !keys.values().stream().allMatch(KeyState::isEmpty);
        for (KeyState state : keys.values()) {
            forgotten.addAll(state.stored());
            state.drop();
            surroundings.expiry().leave(state);
        }
        dirty.forEach(state -> forgotten.addAll(state.stored()));
        dirty.clear();
        keys.clear();
        live = 0;
        if (limited != null) {
            any |= limited.forget(forgotten);
            limited = limited(limits);
        }
        count();
        return any;
    }

    /** Drops all that it has collected, and collects nothing more until it is another revision. */
    void putAside() {
        String key = RuleForm.ONLY_KEY;
        long ofKey = 0;
        for (KeyState state : keys.values()) {
            if (state.size() > ofKey) {
                ofKey = state.size();
                key = state.key();
            }
        }
        String excess = surroundings.holdings().excess();
        surroundings.found().add(new Found.TooMuch(ref, revision, held(), key, ofKey, excess));
        quiet();
    }

    /** As {@link #putAside}, without telling of it. */
    void quiet() {
        boolean unused = drop();
        aside = true;
    }

    /** Looks at an event of its triggers, whether it asks for it or not. */
    void watch(TriggerInstance event, boolean late) {
        if (limited != null && !aside && (!late || form.takesLate())) {
            limited.watch(event);
            count();
        }
    }

    /**
     * Takes an event that it asks for.
     *
     * @param late whether it is too far behind the clock
     */
    void take(Arrival arrival, boolean late) {
        if (aside) {
            return;
        }
        TriggerInstance event = arrival.kept().event();
        if (late && !form.takesLate()) {
            surroundings.found().add(new Found.Left(ref, revision, event, Found.Reason.LATE));
            return;
        }
        Map<String, List<Role>> byKey = form.byKey(arrival);
        if (byKey.isEmpty()) {
            surroundings.found().add(new Found.Left(ref, revision, event, Found.Reason.NO_KEY));
        }
        byKey.forEach((key, candidates) -> take(key, arrival, candidates));
        count();
    }

    private void take(String key, Arrival arrival, List<Role> candidates) {
        List<Role> cancelling = candidates.stream().filter(Role::cancels).toList();
        List<Role> forming = cancelling.isEmpty()
                ? candidates
                : candidates.stream().filter(role -> !role.cancels()).toList();
        KeyState state = keys.get(key);
        if (state == null) {
            if (forming.isEmpty()) {
                return;
            }
            state = state(key);
            keys.put(key, state);
        }
        int before = state.size();
        state.take(
                new Arrival(arrival.kept(), cancelling, arrival.clock()),
                new Arrival(arrival.kept(), forming, arrival.clock()),
                tests);
        live += state.size() - before;
        plan(state, arrival.clock());
        tidy(state);
    }

    /** Forgets a key of which nothing is left; one that still waits for a decision stays, as it will soon be needed again. */
    void tidy(KeyState state) {
        if (state.isEmpty() && state.planned() == null && keys.remove(state.key(), state)) {
            surroundings.expiry().leave(state);
            count();
        }
    }

    /** Lets go of what a key has of which nothing can come any more. */
    void lapse(KeyState state, Instant clock) {
        int before = state.size();
        boolean any = state.letGo(clock, LAPSES_AT_ONCE);
        if (any && state.isEmpty() && !state.isDirty()) {
            surroundings.forgotten().addAll(state.stored());
        } else if (any) {
            state.touch();
        }
        live += state.size() - before;
        surroundings.expiry().plan(state, clock);
        tidy(state);
        count();
    }

    /** Decides the first that is due for a key. */
    void decide(KeyState state, Instant due) {
        int before = state.size();
        try {
            state.elapse(due);
        } catch (RuntimeException | StackOverflowError broken) {
            TriggerInstance event =
                    state.form().named().values().stream().findFirst().orElse(null);
            state.drop();
            state.touch();
            if (event != null) {
                brokeOff(event, broken);
            }
        }
        live += state.size() - before;
        tidy(state);
        count();
    }

    /** Publishes a match of a key. */
    void publish(String key, Completed completed) {
        List<Match.Member> members = completed.members();
        Match.Member last = members.isEmpty() ? null : members.get(members.size() - 1);
        TriggerInstance newest = last == null ? form.silence(completed.at()) : last.event();
        Match match = new Match(
                ref,
                revision,
                key,
                last == null ? null : form.shownKey(last),
                completed.at(),
                members,
                newest,
                completed.shown(),
                completed.once());
        try {
            Silencing.Silenced silenced = surroundings.silencing().of(match);
            if (silenced != null) {
                surroundings.found().add(new Found.Limited(match, silenced.limit(), silenced.key(), silenced.window()));
            } else if (limited == null) {
                surroundings.found().add(new Found.Fired(match));
            } else {
                limited.take(match);
            }
        } catch (RuntimeException | StackOverflowError broken) {
            brokeOff(newest, broken);
        }
    }

    /** Tells that the rule threw something where nothing should. */
    void brokeOff(TriggerInstance event, Throwable broken) {
        undecided(
                event,
                "rule " + ref,
                "The rule broke off with " + broken + ". Report this with the rule and the event.",
                false);
    }

    /** Tells that a condition could not be decided. */
    void undecided(TriggerInstance event, String clause, String message, boolean overBudget) {
        surroundings.found().add(new Found.Undecided(ref, revision, event, clause, message, overBudget));
    }

    /** Takes down that a key has to be stored. */
    void changed(KeyState state) {
        dirty.add(state);
    }

    /** Tells what has to be stored, and what is gone. */
    void changes(Collection<RuleState> put, Collection<RuleState.Name> removed) {
        if (!dirty.isEmpty()) {
            dirty.forEach(state -> state.changes(put, removed));
            dirty.clear();
        }
        if (limited != null) {
            limited.changes(put, removed);
        }
    }

    /** Forgets what would have to be stored. */
    void forgetChanges() {
        dirty.forEach(KeyState::forgetChange);
        dirty.clear();
        if (limited != null) {
            limited.forgetChanges();
        }
    }

    List<RuleState> states() {
        List<RuleState> states = new ArrayList<>();
        new TreeMap<>(keys).values().forEach(state -> states.addAll(state.states()));
        if (limited != null) {
            states.addAll(limited.states());
        }
        return states;
    }

    long live() {
        return live;
    }

    /** Takes up the stored states of a key, by part. */
    void restore(String key, Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        KeyState old = keys.remove(key);
        if (old != null) {
            live -= old.size();
            dirty.remove(old);
            old.drop();
            surroundings.expiry().leave(old);
        }
        KeyState state = state(key);
        state.restore(documents, events);
        keep(state, events.clock());
        tidy(state);
        count();
    }

    /** A match that was held for a key is of another revision: a silence is decided anew. */
    void letGoOfHeld(String key) {
        KeyState state = keys.get(key);
        if (state != null && state.form() instanceof AbsenceForm absence) {
            absence.decideAnew();
            state.touch();
            surroundings.dues().plan(state);
        }
    }

    /** Takes up the stored states of limits. What a limit had kept that is gone is published now. */
    void restoreLimits(
            Collection<RuleState> states, Map<String, TriggerInstance> events, Collection<RuleState.Name> removed) {
        if (limited == null) {
            RuleLimits gone = new RuleLimits(ref, new Limiter(ref, revision, Limits.NONE), surroundings);
            gone.restore(states, events);
            gone.forget(removed);
        } else {
            limited.restore(states, events);
        }
        count();
    }
}
