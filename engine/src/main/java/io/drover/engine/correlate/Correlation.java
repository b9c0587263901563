package io.drover.engine.correlate;

import io.drover.engine.limit.Limiter;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules over several events, and rules with limits, with all that they have collected. It takes committed events in the order
 * of their acceptance and says what came of them; the same events and ticks give the same outcome, live, after a restart, in a
 * test and in a back-test. Used by one thread.
 */
public final class Correlation implements AutoCloseable {
    /** So many events are asked at once which events of rules they are. */
    private static final int AT_ONCE = 256;

    private static final int NOT_ASKED = -1;
    private static final Ref BROKEN_OFF = Ref.of("core", "broken-off");

    private final Selection selection;
    private final Duration lateness;
    private final Dues dues;
    private final Surroundings surroundings;
    private final Map<Ref, CorrelatedRule> rules = new TreeMap<>();
    private final Set<RuleState.Name> removed = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<Ref> takenBy = new HashSet<>();
    private final List<Found> found = new ArrayList<>();
    private Instant clock;
    private long order;
    private boolean brokenOff;
    private Runnable step = () -> {};
    private volatile @Nullable Ref busyWith;

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
    public Correlation(
            RuleMatcher selection, RuleLanguage language, Silencing silencing, Duration lateness, Instant clock) {
        this.selection = new Selection(selection);
        this.lateness = lateness;
        this.clock = clock;
        this.dues = new Dues(clock);
        this.surroundings = new Surroundings(language, silencing, lateness, dues, found);
    }

    /** Has somebody told of each step: of each event, and of each rule that deals with one or with what is due. */
    public void step(Runnable told) {
        step = told;
    }

    private void begin(@Nullable Ref rule) {
        busyWith = rule;
        step.run();
    }

    /**
     * Adds a rule, or puts it in the place of the one with its ref; a rule of one event is one of form {@code any}. What was
     * collected stays where the new rule collects the same: only description, tags, limits or actions differ.
     *
     * @return whether something that was collected is dropped
     */
    public boolean put(Rule rule, int revision) {
        CorrelatedRule old = rules.get(rule.ref());
        if (old != null && old.form().collectsAs(rule)) {
            become(old, rule, revision);
            return false;
        }
        CorrelatedRule next = made(rule, revision);
        selection.put(old, next);
        return replaced(old, next);
    }

    /**
     * Puts rules, by revision, as {@link #put} does: the fast way where they are many. Of two with one ref the later one is taken.
     *
     * @return the rules something of which is dropped
     * @throws DroverException where one of them cannot be read; then all is as it was
     */
    public Set<Ref> putAll(Map<Rule, Integer> changed) {
        Map<Ref, CorrelatedRule> made = new TreeMap<>();
        Map<Rule, Integer> same = new LinkedHashMap<>();
        changed.forEach((rule, revision) -> {
            CorrelatedRule old = rules.get(rule.ref());
            if (old != null && old.form().collectsAs(rule)) {
                same.put(rule, revision);
            } else {
                made.put(rule.ref(), made(rule, revision));
            }
        });
        if (!made.isEmpty()) {
            Map<Ref, CorrelatedRule> all = new TreeMap<>(rules);
            all.putAll(made);
            selection.reset(all.values());
        }
        same.forEach((rule, revision) -> become(Objects.requireNonNull(rules.get(rule.ref())), rule, revision));
        Set<Ref> dropped = new HashSet<>();
        made.forEach((ref, next) -> {
            if (replaced(rules.get(ref), next)) {
                dropped.add(ref);
            }
        });
        return dropped;
    }

    private void become(CorrelatedRule old, Rule rule, int revision) {
        old.become(rule, revision, removed);
        selection.watch(old);
    }

    /** Puts a rule into the place of the old one; returns whether something that was collected is dropped. */
    private boolean replaced(@Nullable CorrelatedRule old, CorrelatedRule next) {
        boolean dropped = false;
        if (old != null && next.form().knowsKeysOf(old.form())) {
            next.goOnWith(old);
            boolean unusedKept = old.drop(removed);
        } else {
            dropped = old != null && old.drop(removed);
            next.activate(clock);
        }
        rules.put(next.ref(), next);
        return dropped;
    }

    private CorrelatedRule made(Rule rule, int revision) {
        try {
            return new CorrelatedRule(rule, revision, surroundings);
        } catch (IllegalArgumentException noPath) {
            throw DroverException.invalid("The rule " + rule.ref() + " cannot be read: " + noPath.getMessage());
        }
    }

    /** Removes a rule with all that it has collected. */
    public void remove(Ref rule) {
        CorrelatedRule old = rules.remove(rule);
        if (old != null) {
            selection.remove(old);
            boolean unusedDropped = old.drop(removed);
        }
    }

    /** {@return the refs of the triggers whose events its rules ask for} */
    public Set<Ref> triggers() {
        return selection.triggers();
    }

    /**
     * Takes up what rules had collected. States of rules that are not here, or that collect otherwise now, are left out, and
     * are among the changes as removed.
     *
     * @param events by id, those to which the states refer; a state some of whose events are gone does without them
     * @param now where the clock stood
     */
    public void restore(Collection<RuleState> states, Map<String, TriggerInstance> events, Instant now) {
        clock = now;
        dues.begin(now);
        Recalled recalled = new Recalled(events, now);
        Map<RuleState.Name, Map<String, Map<String, @Nullable Object>>> ofForms = new LinkedHashMap<>();
        Map<CorrelatedRule, List<RuleState>> ofLimits = new LinkedHashMap<>();
        for (RuleState state : states) {
            CorrelatedRule rule = rules.get(state.rule());
            if (rule == null) {
                removed.add(state.name());
            } else if (!Piece.isOfForm(state.part())) {
                ofLimits.computeIfAbsent(rule, first -> new ArrayList<>()).add(state);
            } else if (rule.form()
                    .collects(state.part())
                    .equals(state.document().get(CorrelatedRule.COLLECTS))) {
                ofForms.computeIfAbsent(
                                new RuleState.Name(state.rule(), Piece.FORM, state.key()), key -> new LinkedHashMap<>())
                        .put(state.part(), state.document());
            } else {
                removed.add(state.name());
            }
        }
        ofForms.forEach((name, documents) -> {
            CorrelatedRule rule = rules.get(name.rule());
            if (rule != null) {
                rule.restore(name.key(), documents, recalled);
            }
        });
        ofLimits.forEach((rule, limitStates) -> rule.restoreLimits(limitStates, events, removed));
        order = Math.max(order, recalled.newestOrder() + 1);
    }

    /** {@return the ids of the events to which a state refers} */
    public static Set<String> events(RuleState state) {
        return Piece.isOfForm(state.part()) ? Piece.ids(state.document()) : Limiter.events(state);
    }

    /**
     * Takes the next events, in the order of acceptance; those of other triggers only move the clock.
     *
     * @throws DroverException {@code UNAVAILABLE} where what a condition asks for does not answer now: take the same events again.
     *     Until then nothing is told of them
     */
    public void take(List<TriggerInstances.Entry> events) {
        int done = 0;
        try {
            while (done < events.size()) {
                int end = Math.min(events.size(), done + AT_ONCE);
                Selection.Walk walk = selection.walk(events.subList(done, end));
                for (int asked = 0; done < end; done++) {
                    TriggerInstance event = events.get(done).instance();
                    boolean isAsked = selection.isAsked(event.trigger());
                    if (!taken.contains(event.id())) {
                        take(event, isAsked ? asked : NOT_ASKED, walk);
                    }
                    asked += isAsked ? 1 : 0;
                }
            }
        } catch (DroverException away) {
            brokenOff = true;
            events.subList(0, done).forEach(entry -> taken.add(entry.instance().id()));
            throw away;
        }
        brokenOff = false;
        taken.clear();
    }

    /** Takes an event; after it broke off it goes on where it did. */
    private void take(TriggerInstance event, int asked, Selection.Walk walk) {
        Instant time = Kept.time(event);
        boolean late = time.isBefore(clock.minus(lateness));
        begin(null);
        advance(time);
        if (asked == NOT_ASKED) {
            return;
        }
        Kept kept = new Kept(event, order);
        if (takenBy.isEmpty()) {
            watch(event, late);
            walk.tellErrors(asked, event);
        }
        Map<CorrelatedRule, List<Role>> played = walk.played(asked);
        List<Ref> done = new ArrayList<>(0);
        try {
            played.forEach((rule, candidates) -> {
                if (!takenBy.contains(rule.ref())) {
                    take(rule, new Arrival(kept, candidates, clock), late);
                }
                done.add(rule.ref());
            });
        } catch (DroverException away) {
            takenBy.addAll(done);
            takenBy.add(BROKEN_OFF);
            throw away;
        }
        takenBy.clear();
        order++;
    }

    private void watch(TriggerInstance event, boolean late) {
        for (CorrelatedRule rule : selection.watching(event.trigger())) {
            begin(rule.ref());
            try {
                rule.watch(event, late);
            } catch (RuntimeException | StackOverflowError broken) {
                rule.brokeOff(event, broken);
            }
        }
        busyWith = null;
    }

    private void take(CorrelatedRule rule, Arrival arrival, boolean late) {
        begin(rule.ref());
        try {
            rule.take(arrival, late);
        } catch (DroverException failed) {
            if (failed.code() == ErrorCode.UNAVAILABLE) {
                busyWith = null;
                throw failed;
            }
            rule.brokeOff(arrival.kept().event(), failed);
        } catch (RuntimeException | StackOverflowError broken) {
            rule.brokeOff(arrival.kept().event(), broken);
        }
        busyWith = null;
    }

    /** {@return the rule that deals with an event, or with what is due, right now, for another thread that wonders why it does not come back} */
    public @Nullable Ref busyWith() {
        return busyWith;
    }

    private void advance(Instant time) {
        if (time.isAfter(clock)) {
            clock = time;
        }
        dues.decide(clock, waiting -> begin(waiting.rule()));
        busyWith = null;
    }

    /** Moves the clock on, where nothing waits to be taken; back never. */
    public void tick(Instant now) {
        advance(now);
    }

    /** {@return the newest time of an event or tick that it took} */
    public Instant clock() {
        return clock;
    }

    /** {@return when the clock has to be looked at again, lateness included; null where nothing waits} */
    public @Nullable Instant nextDue() {
        return dues.next();
    }

    /** {@return what came since this was asked last} */
    public List<Found> found() {
        if (brokenOff || found.isEmpty()) {
            return List.of();
        }
        List<Found> came = List.copyOf(found);
        found.clear();
        return came;
    }

    /** {@return which states changed since this was asked last} */
    public Changes changes() {
        if (brokenOff) {
            return new Changes(List.of(), Set.of());
        }
        List<RuleState> put = new ArrayList<>();
        Set<RuleState.Name> gone = new HashSet<>(removed);
        removed.clear();
        rules.values().forEach(rule -> rule.changes(put, gone));
        put.forEach(state -> gone.remove(state.name()));
        return new Changes(put, gone);
    }

    /** Forgets which states changed: nobody stores them, as in a back-test. */
    public void forgetChanges() {
        removed.clear();
        rules.values().forEach(CorrelatedRule::forgetChanges);
    }

    /** {@return all that a rule has collected, for people} */
    public List<RuleState> states(Ref rule) {
        CorrelatedRule known = rules.get(rule);
        return known == null ? List.of() : known.states();
    }

    /** {@return how many events are held in what was collected} */
    public long live() {
        return rules.values().stream().mapToLong(CorrelatedRule::live).sum();
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
        selection.close();
    }
}
