package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one rule with their state by key: flap, then debounce or collapse, then throttle, then guard. It is told of
 * matches in their order and of time; the same ones give the same outcome. What waits in it and is due is due exactly then,
 * whenever it is asked: the caller asks in the order of time before each match. Used by one thread.
 *
 * <p>Every window is closed at its start and open at its end: what comes at that very moment finds it over. Time never goes back:
 * a match or event that is behind what the limiter was told counts as of now. What the limiter
 * is told of time is not stored, so before each match and event it is asked what is due at the caller's clock.
 *
 * <p>Where a key is missing or null, these matches have a key of their own, {@code ""}. The two matches of flapping are neither
 * delayed nor throttled: only the guard may stop them. Of a rule in DRL they are requests that it made.
 */
public final class Limiter {
    /** In the order in which a match passes them. */
    private static final List<String> ORDER = List.of(
            FlapStage.NAME, GatheringStage.DEBOUNCE, GatheringStage.COLLAPSE, ThrottleStage.NAME, GuardStage.NAME);

    /** The names of the limits, which are also those of the parts whose states are stored. */
    public static final Set<String> NAMES = Set.copyOf(ORDER);

    private final Ref rule;
    private final int revision;
    private final boolean ofRequests;
    private final @Nullable FlapStage flap;
    private final List<Stage> stages = new ArrayList<>();
    private final int guard;
    private final Set<RuleState.Name> leftOut = new LinkedHashSet<>();
    private final List<Released> released = new ArrayList<>();
    private Instant clock = Instant.MIN;

    /** What a limit had kept that the rule has no more: nothing holds it back now. */
    private record Released(String limit, Gathered kept) {}

    /** The limits of a rule's revision, without state. */
    public Limiter(Ref rule, int revision, Limits limits) {
        this(rule, revision, limits, false);
    }

    private Limiter(Ref rule, int revision, Limits limits, boolean ofRequests) {
        this.rule = rule;
        this.revision = revision;
        this.ofRequests = ofRequests;
        this.flap = limits.flap() == null ? null : new FlapStage(rule, revision, limits.flap(), ofRequests);
        if (flap != null) {
            stages.add(flap);
        }
        if (limits.debounce() != null) {
            stages.add(GatheringStage.of(rule, revision, limits.debounce()));
        }
        if (limits.collapse() != null) {
            stages.add(GatheringStage.of(rule, revision, limits.collapse()));
        }
        if (limits.throttle() != null) {
            stages.add(new ThrottleStage(rule, revision, limits.throttle()));
        }
        guard = stages.size();
        if (limits.guard() != null) {
            stages.add(new GuardStage(rule, revision, limits.guard()));
        }
    }

    /** {@return the limits between what a rule in DRL asks for and its enforcement, without state} */
    public static Limiter ofRequests(Ref rule, int revision, Limits limits) {
        return new Limiter(rule, revision, limits, true);
    }

    /**
     * {@return the limits of another revision of the rule, which go on with what these know as far as they have the same parts}
     * What a limit has kept that is gone passes the others when they are asked next what is due.
     */
    public Limiter with(int revision, Limits limits) {
        Limiter next = new Limiter(rule, revision, limits, ofRequests);
        Map<String, TriggerInstance> events = stages.stream()
                .flatMap(stage -> stage.states().events())
                .collect(Collectors.toMap(TriggerInstance::id, event -> event, (one, same) -> one));
        next.restore(states(), events);
        next.leftOut.addAll(removed());
        next.released.addAll(released);
        next.stages.forEach(stage -> stage.states().touch());
        next.clock = clock;
        return next;
    }

    /**
     * Looks at an event of the rule's triggers, whether it matches or not.
     *
     * @param at its time
     * @return what came of it
     */
    public List<Found> watch(TriggerInstance event, Instant at) {
        List<Found> found = due(at);
        if (flap != null) {
            pass(flap.watch(event, clock), guard, found);
        }
        return found;
    }

    /** {@return what comes of a match now: it passes, is stopped, or is kept; others may pass with it} */
    public List<Found> take(Match match) {
        List<Found> found = due(match.at());
        pass(match, 0, found);
        return found;
    }

    private void pass(@Nullable Match match, int from, List<Found> found) {
        Match passing = match;
        int at = from;
        while (passing != null && at < stages.size()) {
            passing = stages.get(at).take(passing, clock, found);
            at = passing != null && FlapStage.tells(passing) ? Math.max(at + 1, guard) : at + 1;
        }
        if (passing != null) {
            found.add(new Found.Fired(passing));
        }
    }

    /**
     * Says when time alone changes something next.
     *
     * @return when something is due that waits in it, or a window is over and is forgotten; null where nothing waits
     */
    public @Nullable Instant nextDue() {
        int first = firstDue();
        return first < 0 ? null : stages.get(first).states().nextDue();
    }

    private int firstDue() {
        int first = -1;
        Instant earliest = null;
        for (int at = 0; at < stages.size(); at++) {
            Instant due = stages.get(at).states().nextDue();
            if (due != null && (earliest == null || due.isBefore(earliest))) {
                first = at;
                earliest = due;
            }
        }
        return first;
    }

    /** {@return what is due at a moment, in the order of time} */
    public List<Found> due(Instant now) {
        List<Found> found = new ArrayList<>();
        for (Instant due = nextDue(); due != null && !due.isAfter(now); due = nextDue()) {
            clock = latest(due);
            int at = firstDue();
            Stage stage = stages.get(at);
            pass(stage.due(), stage == flap ? guard : at + 1, found);
        }
        clock = latest(now);
        released.forEach(gone -> pass(gone.kept().merged(gone.limit(), revision, clock), after(gone.limit()), found));
        released.clear();
        return found;
    }

    /** {@return the first stage that a match comes to after a limit} */
    private int after(String limit) {
        int first = 0;
        while (first < stages.size() && ORDER.indexOf(stages.get(first).name()) <= ORDER.indexOf(limit)) {
            first++;
        }
        return first;
    }

    private Instant latest(Instant moment) {
        return moment.isAfter(clock) ? moment : clock;
    }

    /** {@return the states that changed since this was asked last} */
    public List<RuleState> changed() {
        return stages.stream().flatMap(stage -> stage.states().takeChanged()).toList();
    }

    /** {@return the states that are gone since this was asked last} */
    public Set<RuleState.Name> removed() {
        Set<RuleState.Name> removed =
                stages.stream().flatMap(stage -> stage.states().takeRemoved()).collect(Collectors.toSet());
        removed.addAll(leftOut);
        leftOut.clear();
        return removed;
    }

    /** {@return how many events, targets and times all states remember} */
    public long size() {
        long size = 0;
        for (Stage stage : stages) {
            size += stage.states().size();
        }
        return size;
    }

    /** Forgets which states changed and which are gone: nobody stores them. */
    public void forgetChanges() {
        stages.forEach(stage -> stage.states().forgetChanges());
        leftOut.clear();
    }

    /** {@return all states} */
    public List<RuleState> states() {
        return stages.stream().flatMap(stage -> stage.states().all()).toList();
    }

    /**
     * Takes up states of parts that these limits have. Those of limits that the rule has no more are among the removed ones, and
     * what they had kept passes the others when these are asked next what is due; others are left out.
     *
     * @param events by id, those to which states refer
     */
    public void restore(Collection<RuleState> states, Map<String, TriggerInstance> events) {
        for (RuleState state : states) {
            if (!state.rule().equals(rule) || !NAMES.contains(state.part())) {
                continue;
            }
            stages.stream()
                    .filter(stage -> stage.name().equals(state.part()))
                    .findFirst()
                    .ifPresentOrElse(
                            stage -> stage.restore(state.key(), new Stored(state.document(), events)),
                            () -> letGo(state, new Stored(state.document(), events)));
        }
    }

    private void letGo(RuleState state, Stored stored) {
        leftOut.add(state.name());
        if (state.part().equals(GatheringStage.DEBOUNCE) || state.part().equals(GatheringStage.COLLAPSE)) {
            Gathered kept = Gathered.of(rule, revision, stored);
            if (kept != null) {
                released.add(new Released(state.part(), kept));
            }
        }
    }

    /** {@return the ids of the events to which a state of a limit refers} */
    public static Set<String> events(RuleState state) {
        return Stored.ids(state.document());
    }

    /** {@return a limit's key as people read it} */
    public static String shown(String key) {
        return ValuePath.shown(key);
    }
}
