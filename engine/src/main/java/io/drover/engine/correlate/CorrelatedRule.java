package io.drover.engine.correlate;

import io.drover.engine.limit.Limiter;
import io.drover.engine.match.Canonical;
import io.drover.engine.match.RuleLanguage;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A rule over several events, or with limits, with what it has collected by key. */
final class CorrelatedRule {
    /** Under which name a document says what its part collects; a state of a part that collects otherwise is of no use. */
    static final String COLLECTS = "collects";

    private static final int FINGERPRINT = 16;
    private static final String ONLY_KEY = "";

    private final Ref ref;
    private final When when;
    private final List<Role> roles;
    private final Span span;
    private final Surroundings surroundings;
    private final String formCollects;
    private final String holdCollects;
    private final CrossTests tests;
    private final Map<String, KeyState> keys = new HashMap<>();
    private final List<KeyState> dirty = new ArrayList<>();
    private int revision;
    private Limits limits;
    private @Nullable LimitedRule limited;
    private long live;

    /**
     * What all rules share.
     *
     * @param found takes what came of events
     */
    record Surroundings(
            RuleLanguage language, Silencing silencing, Duration lateness, Dues dues, Collection<Found> found) {}

    CorrelatedRule(Rule rule, int revision, Surroundings surroundings) {
        this.ref = rule.ref();
        this.revision = revision;
        this.when = when(rule);
        this.surroundings = surroundings;
        this.roles = Role.of(ref, revision, rule.priority(), when, surroundings.language());
        this.span = new Span(when.within(), surroundings.lateness());
        this.holdCollects = fingerprint(
                when.form() + " " + when.unless() + " " + new TreeMap<>(when.by()) + when.within() + when.hold());
        this.formCollects = when.form() instanceof Form.Absence absence
                ? fingerprint(known(absence.event()) + " " + when.by().get(absence.event().name()))
                : holdCollects;
        this.tests = new CrossTests(this::undecided);
        this.limits = rule.limits();
        this.limited = limited(limits);
    }

    /** {@return what a rule asks for; one of a single event is one of any of one event} */
    static When when(Rule rule) {
        return rule.when() != null
                ? rule.when()
                : new When(
                        new Form.Any(List.of(
                                new EventPattern("trigger", rule.trigger(), rule.criteria(), rule.where()))),
                        List.of(),
                        Map.of(),
                        null,
                        null);
    }

    private static String known(EventPattern event) {
        return event.trigger() + " " + event.criteria() + " " + event.where();
    }

    private static String fingerprint(String text) {
        return Sha256.hex(text).substring(0, FINGERPRINT);
    }

    private @Nullable LimitedRule limited(Limits of) {
        return of.isNone() ? null : new LimitedRule(new Limiter(ref, revision, of));
    }

    Ref ref() {
        return ref;
    }

    int revision() {
        return revision;
    }

    List<Role> roles() {
        return roles;
    }

    /** {@return what a part collects, in short} */
    String collects(String part) {
        return part.equals(Piece.HOLD) ? holdCollects : formCollects;
    }

    /** {@return whether a rule collects the same} */
    boolean collectsAs(Rule rule) {
        return when.equals(when(rule));
    }

    /** {@return whether its limits look at all events of its triggers} */
    boolean watches() {
        return limits.flap() != null;
    }

    boolean holds() {
        return when.hold() != null;
    }

    /** {@return the last moment at which a match can still be cancelled} */
    Instant holdEnd(Instant at) {
        return when.hold() == null ? at : at.plus(when.hold());
    }

    /** {@return what the clock has to pass so that a match is held no longer} */
    Instant holdDue(Instant at) {
        return holdEnd(at).plus(surroundings.lateness());
    }

    /** {@return whether it takes late events: it decides on one event alone} */
    boolean takesLate() {
        return when.form() instanceof Form.Any any
                && any.events().size() == 1
                && when.unless().isEmpty()
                && when.hold() == null;
    }

    /** Begins to wait for what asks for no event first. */
    void activate(Instant now) {
        if (when.form() instanceof Form.Absence && when.by().isEmpty()) {
            KeyState state = new KeyState(this, ONLY_KEY, form(ONLY_KEY));
            if (state.form() instanceof AbsenceForm absence) {
                absence.begin(now);
            }
            keep(state);
            state.touch();
        }
    }

    private void keep(KeyState state) {
        keys.put(state.key(), state);
        live += state.size();
        surroundings.dues().plan(state);
    }

    /** {@return whether it knows the keys of an older revision that waits for the same events, though otherwise} */
    boolean knowsKeysOf(CorrelatedRule old) {
        return when.form() instanceof Form.Absence
                && old.when.form() instanceof Form.Absence
                && formCollects.equals(old.formCollects);
    }

    /** Goes on with the keys of an older revision. */
    void goOnWith(CorrelatedRule old) {
        for (KeyState known : old.keys.values()) {
            KeyState state = new KeyState(this, known.key(), form(known.key()));
            if (state.form() instanceof AbsenceForm absence && known.form() instanceof AbsenceForm before) {
                absence.goOnWith(before);
            }
            keep(state);
            state.touch();
        }
    }

    /** Is another revision from now on that collects the same. */
    void become(Rule rule, int nextRevision, Collection<RuleState.Name> removed) {
        revision = nextRevision;
        if (!limits.equals(rule.limits())) {
            limits = rule.limits();
            if (limited != null) {
                limited.forget(removed);
            }
            limited = limited(limits);
        }
    }

    /** Drops all that it has collected. */
    boolean drop(Collection<RuleState.Name> removed) {
        boolean any = !keys.values().stream().allMatch(KeyState::isEmpty);
        for (KeyState state : keys.values()) {
            removed.addAll(state.stored());
            state.drop();
        }
        dirty.forEach(state -> removed.addAll(state.stored()));
        dirty.clear();
        keys.clear();
        live = 0;
        if (limited != null) {
            any |= limited.forget(removed);
        }
        return any;
    }

    private Collected form(String key) {
        Form form = when.form();
        List<Role> ofForm = roles.subList(0, form.events().size());
        if (form instanceof Form.Any) {
            return new AnyForm();
        }
        if (form instanceof Form.All) {
            return new AllForm(ofForm, span);
        }
        if (form instanceof Form.Sequence) {
            return new SequenceForm(ofForm, span);
        }
        if (form instanceof Form.Count count) {
            return new CountForm(count.event().name(), count.atLeast(), span);
        }
        if (form instanceof Form.Aggregate aggregate) {
            EventPath value = EventPath.parse(
                    aggregate.value(), aggregate.event().name());
            return new AggregateForm(aggregate, value, span);
        }
        String name = form.events().get(0).name();
        return new AbsenceForm(name, key, span, when.hold(), when.by().isEmpty());
    }

    /** Looks at an event of its triggers, whether it asks for it or not. */
    void watch(TriggerInstance event, boolean late) {
        if (limited != null && (!late || takesLate())) {
            limited.watch(event);
        }
    }

    /**
     * Takes an event that it asks for.
     *
     * @param late whether it is too far behind the clock
     */
    void take(Arrival arrival, boolean late) {
        TriggerInstance event = arrival.kept().event();
        if (late && !takesLate()) {
            surroundings.found().add(new Found.Left(ref, revision, event, Found.Reason.LATE));
            return;
        }
        Map<String, List<Role>> byKey = byKey(arrival);
        if (byKey.isEmpty()) {
            surroundings.found().add(new Found.Left(ref, revision, event, Found.Reason.NO_KEY));
        }
        byKey.forEach((key, candidates) -> take(key, arrival, candidates));
    }

    private Map<String, List<Role>> byKey(Arrival arrival) {
        if (arrival.roles().size() == 1) {
            String key = key(arrival.roles().get(0), arrival.kept().event());
            return key == null ? Map.of() : Map.of(key, arrival.roles());
        }
        Map<String, List<Role>> byKey = new LinkedHashMap<>();
        boolean taken = false;
        for (Role role : arrival.roles()) {
            String key = key(role, arrival.kept().event());
            // of any, an event is one match, though it be several events of the rule with different keys
            if (key != null && !(taken && !role.cancels() && when.form() instanceof Form.Any && !byKey.containsKey(key))) {
                byKey.computeIfAbsent(key, first -> new ArrayList<>(2)).add(role);
                taken |= !role.cancels();
            }
        }
        return byKey;
    }

    private @Nullable String key(Role role, TriggerInstance event) {
        if (when.by().isEmpty()) {
            return ONLY_KEY;
        }
        EventPath path = role.key();
        return path == null ? null : Canonical.identity(path.of(event));
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
            state = new KeyState(this, key, form(key));
            keys.put(key, state);
        }
        int before = state.size();
        state.take(
                new Arrival(arrival.kept(), cancelling, arrival.clock()),
                new Arrival(arrival.kept(), forming, arrival.clock()),
                tests);
        live += state.size() - before;
        surroundings.dues().plan(state);
        tidy(state);
    }

    /** Forgets a key of which nothing is left; one that is still in the queue stays, as it will soon be needed again. */
    void tidy(KeyState state) {
        if (state.isEmpty() && state.planned() == null) {
            keys.remove(state.key(), state);
        }
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
    }

    /** Publishes a match of a key. */
    void publish(String key, Completed completed) {
        List<Match.Member> members = completed.members();
        Match.Member last = members.isEmpty() ? null : members.get(members.size() - 1);
        TriggerInstance newest = last == null ? silence(completed.at()) : last.event();
        Match match = new Match(
                ref,
                revision,
                key,
                last == null ? null : shownKey(last),
                completed.at(),
                members,
                newest,
                completed.shown(),
                completed.once());
        try {
            Silencing.Silenced silenced = surroundings.silencing().of(match);
            if (silenced != null) {
                surroundings
                        .found()
                        .add(new Found.Limited(match, silenced.limit(), silenced.key(), silenced.window()));
            } else if (limited == null) {
                surroundings.found().add(new Found.Fired(match));
            } else {
                limited.take(match);
            }
        } catch (RuntimeException | StackOverflowError broken) {
            brokeOff(newest, broken);
        }
    }

    private @Nullable Object shownKey(Match.Member member) {
        for (Role role : roles) {
            if (role.name().equals(member.name()) && role.key() != null) {
                return role.key().of(member.event());
            }
        }
        return null;
    }

    /** What stands for the event of a silence that never followed one. It is no stored event. */
    private TriggerInstance silence(Instant at) {
        String id = Sha256.hex("silence " + ref + " " + at).substring(0, 24);
        EventPattern awaited = when.form().events().get(0);
        return new TriggerInstance(
                id,
                awaited.trigger().ref(),
                awaited.trigger().type(),
                Map.of(),
                at,
                at,
                null,
                "silence",
                new Trace(id, null));
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
            put.addAll(limited.limiter.changed());
            removed.addAll(limited.limiter.removed());
        }
    }

    List<RuleState> states() {
        List<RuleState> states = new ArrayList<>();
        new TreeMap<>(keys).values().forEach(state -> states.addAll(state.states()));
        if (limited != null) {
            states.addAll(limited.limiter.states());
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
        }
        KeyState state = new KeyState(this, key, form(key));
        state.restore(documents, events);
        keep(state);
        tidy(state);
    }

    /** {@return whether it has limits, which take up their states} */
    boolean restoreLimits(Collection<RuleState> states, Map<String, TriggerInstance> events) {
        if (limited == null) {
            return false;
        }
        limited.limiter.restore(states, events);
        limited.catchUp();
        surroundings.dues().plan(limited);
        return true;
    }

    /** The limits, as something that waits for the clock. */
    private final class LimitedRule implements Waiting {
        private final Limiter limiter;
        private @Nullable Instant planned;
        private boolean forgotten;

        LimitedRule(Limiter limiter) {
            this.limiter = limiter;
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

        /** The limits know no time but what they are told: it is the same after a restart. */
        private void catchUp() {
            surroundings.found().addAll(limiter.due(surroundings.dues().moment()));
        }

        boolean forget(Collection<RuleState.Name> removed) {
            List<RuleState> states = limiter.states();
            states.forEach(state -> removed.add(state.name()));
            removed.addAll(limiter.removed());
            forgotten = true;
            return !states.isEmpty();
        }

        @Override
        public Ref rule() {
            return ref;
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

    /** {@return the triggers whose events it asks for} */
    Set<Ref> triggers() {
        return Set.copyOf(roles.stream().map(role -> role.selection().trigger()).toList());
    }
}
