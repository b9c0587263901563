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
import java.util.LinkedHashSet;
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
    /** So many events are asked at once which events of rules they are. */
    private static final int AT_ONCE = 256;

    /** So many keys at most let go of events that nothing can complete any more, for each event that comes. */
    private static final int LAPSES = 4;

    private static final int NOT_ASKED = -1;
    private static final Ref BROKEN_OFF = Ref.of("core", "broken-off");

    private final Selection selection;
    private final Duration lateness;
    private final Holdings holdings;
    private final Dues dues;
    private final Expiry expiry = new Expiry();
    private final Set<RuleState.Name> forgotten = new LinkedHashSet<>();
    private final CorrelatedRules rules;
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
     * @param holdings how many events the rules may hold together; where it is more, the one that holds most is put aside
     * @param clock where it begins
     */
    public Correlation(
            RuleMatcher selection,
            RuleLanguage language,
            Silencing silencing,
            Duration lateness,
            Holdings holdings,
            Instant clock) {
        this.selection = new Selection(selection);
        this.holdings = holdings;
        this.lateness = lateness;
        this.clock = clock;
        this.dues = new Dues(clock);
        this.rules = new CorrelatedRules(
                this.selection,
                new Surroundings(language, silencing, lateness, dues, expiry, holdings, found, forgotten));
    }

    /** {@return the time of an event: when it happened, at the latest when it was accepted} */
    public static Instant time(TriggerInstance event) {
        return Kept.time(event);
    }

    /** Has somebody told of each step: of each event, of each condition, and of each rule that deals with an event or with what is due. */
    public void step(Runnable told) {
        step = told;
        selection.step(told);
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
        return rules.put(rule, revision, clock);
    }

    /**
     * Puts rules, by revision, as {@link #put} does: the fast way where they are many. Of two with one ref the later one is taken.
     *
     * @return the rules something of which is dropped
     * @throws DroverException where one of them cannot be read; then all is as it was
     */
    public Set<Ref> putAll(Map<Rule, Integer> changed) {
        return rules.putAll(changed, clock);
    }

    /** Removes a rule with all that it has collected. */
    public void remove(Ref rule) {
        rules.remove(rule);
    }

    /** Has a rule drop all that it has collected and collect nothing more, if it is of this revision, until it is another. */
    public void quiet(Ref rule, int revision) {
        rules.quiet(rule, revision);
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
        rules.restore(states, events, recalled);
        order = Math.max(order, recalled.newestOrder() + 1);
        rules.keepWithinBounds();
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
        rules.keepWithinBounds();
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

    /** {@return the rules that are busy right now, for another thread that wonders why this one does not come back} */
    public Set<Ref> busyWith() {
        Ref rule = busyWith;
        return rule == null ? selection.testing() : Set.of(rule);
    }

    private void advance(Instant time) {
        if (time.isAfter(clock)) {
            clock = time;
        }
        decide(clock, Integer.MAX_VALUE);
        boolean unused = expiry.lapse(clock, LAPSES);
    }

    private void decide(Instant until, int most) {
        clock = dues.decide(until, most, waiting -> begin(waiting.rule()));
        busyWith = null;
    }

    /** Moves the clock on, where nothing waits to be taken; back never. */
    public void tick(Instant now) {
        boolean unused = tick(now, Integer.MAX_VALUE);
    }

    /**
     * Moves the clock on as {@link #tick(Instant)} does, as far as a limited amount of work brings it: several of these come to the
     * same as one of those. What comes in between is taken at the clock as it stands then.
     *
     * @param most about so many decisions are made, and so many keys let go of events
     * @return whether it has come to that moment, and nothing is left to be let go
     */
    public boolean tick(Instant now, int most) {
        Instant until = now.isAfter(clock) ? now : clock;
        decide(until, most);
        boolean allLapsed = expiry.lapse(clock, most);
        rules.keepWithinBounds();
        return allLapsed && clock.equals(until);
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
        return rules.changes();
    }

    /** {@return how many states of which nothing is left were not told by {@link #changes} yet: that tells some at a time} */
    public int forgotten() {
        return forgotten.size();
    }

    /** Forgets which states changed: nobody stores them, as in a back-test. */
    public void forgetChanges() {
        rules.forgetChanges();
    }

    /** {@return all that a rule has collected, for people} */
    public List<RuleState> states(Ref rule) {
        return rules.states(rule);
    }

    /** {@return how many events are held in what was collected} */
    public long live() {
        return rules.live();
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
        holdings.end();
        selection.close();
    }
}
