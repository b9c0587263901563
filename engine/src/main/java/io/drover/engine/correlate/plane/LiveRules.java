package io.drover.engine.correlate.plane;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.plane.CorrelationPlane.Parts;
import io.drover.engine.follow.Busy;
import io.drover.engine.follow.Term;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules over several events of a pack with what they have collected, from where their last commit left them. What came of
 * events, what is collected then and how far they have come are one commit: whatever goes wrong, they are loaded again and take
 * the same events again. Used by the pack's thread alone.
 */
final class LiveRules implements AutoCloseable {
    /** From so many rules on it is quicker to build all of them anew. */
    private static final int MANY = 20;

    private static final long NEVER = -1;

    /** So many events are taken without a commit at most, where nothing comes of them. */
    private static final int MOST_UNCOMMITTED = 10_000;

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    /** Where time alone went on. */
    private static final Duration TICKS_EVERY = Duration.ofSeconds(5);

    private final Parts parts;
    private final Term term;
    private final Gauges gauges;
    private final Busy busy;
    private final BooleanSupplier stillOurs;
    private final Correlation correlation;
    private final Overruns overruns;
    private final Findings findings;
    private final RuleSets ruleSets;
    private final EarlierRules earlier;
    private final Map<Ref, ActiveRule> running = new HashMap<>();
    private final UnstoredStates unstored = new UnstoredStates();
    private final List<AuditRecord> dropped = new ArrayList<>();
    private Findings.Rows came;
    private Wanted wanted;
    private ProgramCursor cursor;
    private ProgramCursor stored;
    private long committedAt = System.nanoTime();
    private int uncommitted;
    private boolean hasStale;
    private long putUntil = NEVER;

    private LiveRules(
            Parts parts,
            Term term,
            Wanted wanted,
            Gauges gauges,
            Busy busy,
            BooleanSupplier stillOurs,
            ProgramCursor cursor) {
        this.parts = parts;
        this.term = term;
        this.wanted = wanted;
        this.gauges = gauges;
        this.busy = busy;
        this.stillOurs = stillOurs;
        this.cursor = cursor;
        this.stored = cursor;
        this.ruleSets = new RuleSets(parts.store());
        this.earlier = new EarlierRules(parts.store(), parts.reader());
        this.overruns = new Overruns(parts.mostFailures(), parts.clock());
        this.findings = new Findings(
                parts.store(),
                parts.registry(),
                parts.enforcers().apply(overruns),
                overruns,
                parts.silences(),
                running,
                busy);
        this.came = findings.nothing();
        this.correlation = parts.correlations().apply(cursor.clock());
        correlation.step(busy::begin);
    }

    /** What is stored of rules at one moment. */
    private record Stored(ProgramCursor cursor, List<RuleState> states, Map<String, TriggerInstance> events) {}

    /**
     * Begins where the last commit left them.
     *
     * @param busy is told when a rule begins, and when what is done is none of their fault
     * @param stillOurs whether the thread was not given up meanwhile: then nothing is committed any more
     */
    static LiveRules load(
            Parts parts, String pack, Term term, Wanted wanted, Gauges gauges, Busy busy, BooleanSupplier stillOurs) {
        Stored stored = parts.store().read(transaction -> {
            List<RuleState> states = transaction.ruleStates().ofPack(pack).stream()
                    .filter(state -> !state.isOfProgram())
                    .toList();
            Set<String> ids = new HashSet<>();
            states.forEach(state -> ids.addAll(Correlation.events(state)));
            return new Stored(
                    term.cursor(transaction),
                    states,
                    transaction.triggerInstances().findAll(ids).stream()
                            .collect(Collectors.toMap(TriggerInstance::id, event -> event)));
        });
        LiveRules live = new LiveRules(parts, term, wanted, gauges, busy, stillOurs, stored.cursor());
        try {
            live.restore(stored);
            busy.end();
        } catch (RuntimeException | Error e) {
            live.close();
            throw e;
        }
        return live;
    }

    private void restore(Stored from) {
        long reached =
                cursor.reached().values().stream().mapToLong(ruleSets::at).max().orElse(0);
        Map<Ref, Integer> known = new HashMap<>();
        from.states().forEach(state -> known.merge(state.rule(), state.revision(), Math::max));
        // a rule that came or changed since begins with the events that were accepted under its revision; but what it
        // collected is its own from the start
        Map<Ref, ActiveRule> first = new LinkedHashMap<>();
        List<ActiveRule> later = new ArrayList<>();
        wanted.rules().forEach((ref, rule) -> {
            if (rule.effectiveFrom() > reached) {
                later.add(rule);
            }
            if (rule.effectiveFrom() <= reached || known.containsKey(ref)) {
                first.put(ref, rule);
            }
        });
        earlier.at(reached, cursor.clock(), later).stream()
                .filter(rule ->
                        rule.revision() >= known.getOrDefault(rule.rule().ref(), 0))
                .forEach(rule -> first.put(rule.rule().ref(), rule));
        putAll(List.copyOf(first.values()));
        correlation.restore(from.states(), from.events(), cursor.clock());
        Map<RuleState.Name, RuleState> before = from.states().stream()
                .collect(Collectors.toMap(RuleState::name, state -> state, (one, other) -> other));
        Correlation.Changes changes = correlation.changes();
        unstored.add(changes);
        changes.removed().stream()
                .map(before::get)
                .filter(state -> state != null && isOlder(state))
                .map(RuleState::rule)
                .distinct()
                .forEach(this::tellDropped);
        hasStale = needsChange();
        gauges.holds(correlation.live());
    }

    private boolean isOlder(RuleState state) {
        ActiveRule rule = running.get(state.rule());
        return rule != null && rule.revision() != state.revision();
    }

    private void putAll(List<ActiveRule> all) {
        all.stream().filter(rule -> !rule.rule().isCorrelated()).forEach(this::leave);
        List<ActiveRule> rules =
                all.stream().filter(rule -> rule.rule().isCorrelated()).toList();
        if (rules.size() < MANY) {
            rules.forEach(this::put);
            return;
        }
        Map<Rule, Integer> revisions = new LinkedHashMap<>();
        rules.forEach(rule -> revisions.put(rule.rule(), rule.revision()));
        Set<Ref> changed;
        try {
            changed = correlation.putAll(revisions);
        } catch (RuntimeException refused) {
            // one by one it shows which of them
            rules.forEach(this::put);
            return;
        }
        rules.forEach(rule -> running.put(rule.rule().ref(), rule));
        changed.forEach(this::tellDropped);
    }

    private void put(ActiveRule rule) {
        Ref ref = rule.rule().ref();
        running.put(ref, rule);
        try {
            if (correlation.put(rule.rule(), rule.revision())) {
                tellDropped(ref);
            }
        } catch (RuntimeException refused) {
            // the others of the pack go on
            parts.quarantine().take(ref, "it cannot be run: " + refused.getMessage());
        }
    }

    /** Leaves a rule to the match of single events; what its limits had kept is published now. */
    private void leave(ActiveRule rule) {
        Ref ref = rule.rule().ref();
        ActiveRule before = running.put(ref, rule);
        if (before == null || !before.rule().isCorrelated()) {
            return;
        }
        try {
            if (correlation.put(rule.rule(), rule.revision())) {
                tellDropped(ref);
            }
        } catch (RuntimeException refused) {
            tellDropped(ref);
        }
        correlation.remove(ref);
    }

    private void tellDropped(Ref rule) {
        dropped.add(AuditRecord.of(
                        "engine",
                        "dropped",
                        "rule",
                        rule.toString(),
                        null,
                        parts.clock().instant())
                .because("dropped what it had collected, as it collects something else now"));
    }

    Instant clock() {
        return cursor.clock();
    }

    /** {@return when the clock has to be looked at again; null where nothing waits} */
    @Nullable
    Instant nextDue() {
        return correlation.nextDue();
    }

    /** {@return the types of the triggers whose events the rules that run ask for} */
    Set<Ref> types() {
        return running.values().stream()
                .filter(rule -> rule.rule().isCorrelated())
                .flatMap(rule -> rule.rule().triggerTypes().stream())
                .collect(Collectors.toSet());
    }

    /** {@return the rule that is busy right now; for any thread} */
    @Nullable
    Ref busyWith() {
        Ref rendered = findings.busyWith();
        return rendered == null ? correlation.busyWith() : rendered;
    }

    /** {@return whether all its rules are left to the match of single events} */
    boolean isSpent() {
        return !hasStale
                && running.values().stream().noneMatch(rule -> rule.rule().isCorrelated());
    }

    /**
     * Has other rules run: one that is disabled or gone goes at once, one that comes or changed from the events of its revision
     * on, be it that it is correlated no more.
     */
    void want(Wanted now) {
        if (now.number() != wanted.number()) {
            wanted = now;
            List<Ref> gone = running.keySet().stream()
                    .filter(rule -> !now.rules().containsKey(rule))
                    .toList();
            gone.forEach(rule -> {
                correlation.remove(rule);
                running.remove(rule);
            });
            hasStale = needsChange();
            putUntil = NEVER;
        }
    }

    private boolean needsChange() {
        return wanted.rules().values().stream()
                .anyMatch(rule -> !rule.equals(running.get(rule.rule().ref())));
    }

    /** {@return the rules that are another revision under a version of the rules than the one that runs} */
    private List<ActiveRule> changesUntil(long ruleSet) {
        List<ActiveRule> changes = new ArrayList<>();
        List<ActiveRule> later = new ArrayList<>();
        for (ActiveRule rule : wanted.rules().values()) {
            if (!rule.equals(running.get(rule.rule().ref()))) {
                if (rule.effectiveFrom() <= ruleSet) {
                    changes.add(rule);
                } else if (number(rule) < rule.revision() - 1) {
                    later.add(rule);
                }
            }
        }
        earlier.at(ruleSet, Instant.MIN, later).stream()
                .filter(rule -> number(rule) < rule.revision())
                .forEach(changes::add);
        return changes;
    }

    /** {@return the revision of a rule that runs; 0 where none does} */
    private int number(ActiveRule rule) {
        ActiveRule runs = running.get(rule.rule().ref());
        return runs == null ? 0 : runs.revision();
    }

    /** Puts rules in their place that are in force under a version of the rules. */
    private void put(List<ActiveRule> changes) {
        if (!changes.isEmpty()) {
            // under the revisions that it came of
            commitWhatCame();
            putAll(changes);
            hasStale = needsChange();
        }
    }

    /**
     * Takes committed events; those that it took before are left out.
     *
     * @param isFresh whether no earlier life, nor the match of single events under an earlier revision, can have seen them
     */
    void take(List<TriggerInstances.Entry> events, boolean isFresh) {
        findings.fresh(isFresh);
        List<TriggerInstances.Entry> next = new ArrayList<>(events.size());
        for (TriggerInstances.Entry entry : events) {
            if (!cursor.covers(entry.position())) {
                if (hasStale) {
                    changeBefore(entry, next);
                }
                next.add(entry);
            }
        }
        hand(next);
    }

    private void changeBefore(TriggerInstances.Entry entry, List<TriggerInstances.Entry> waiting) {
        long ruleSet = ruleSets.at(entry.position());
        if (ruleSet != putUntil) {
            List<ActiveRule> changes = changesUntil(ruleSet);
            if (!changes.isEmpty()) {
                hand(waiting);
                put(changes);
            }
            putUntil = ruleSet;
        }
    }

    private void hand(List<TriggerInstances.Entry> events) {
        if (events.isEmpty()) {
            return;
        }
        busy.begin();
        correlation.take(List.copyOf(events));
        busy.end();
        Map<Integer, Position> reached = new HashMap<>(cursor.reached());
        events.forEach(entry -> reached.put(entry.position().node(), entry.position()));
        cursor = new ProgramCursor(cursor.pack(), reached, correlation.clock());
        uncommitted += events.size();
        gauges.taken(events.get(events.size() - 1).instance().acceptedAt());
        events.clear();
    }

    /** Moves time on, where all events before were taken. */
    void tick(Instant reached) {
        if (reached.isAfter(correlation.clock())) {
            busy.begin();
            correlation.tick(reached);
            busy.end();
        }
        cursor = cursor.at(correlation.clock());
        findings.fresh(true);
        if (hasStale) {
            put(changesUntil(Long.MAX_VALUE));
        }
    }

    /** Commits what came, or how far it has come where that is due. */
    void commitWhatCame() {
        commitWhatCame(false);
    }

    /**
     * As {@link #commitWhatCame()}.
     *
     * @param moreWaits whether more events are there to be taken: then what is counted alone is committed with what comes of them,
     *     so that a storm writes each count once a second and not for every few events
     */
    void commitWhatCame(boolean moreWaits) {
        takeDown();
        if (!came.isCountsAlone() || !dropped.isEmpty() || !(moreWaits || came.isEmpty()) || isDue()) {
            commit();
        }
        overruns.tooOften().forEach(this::quarantine);
    }

    private void takeDown() {
        findings.add(correlation.found(), parts.clock().instant(), came);
        gauges.holds(correlation.live());
    }

    private boolean isDue() {
        if (cursor.equals(stored)) {
            return false;
        }
        Duration since = Duration.ofNanos(System.nanoTime() - committedAt);
        return uncommitted >= MOST_UNCOMMITTED || since.compareTo(uncommitted > 0 ? COMMIT_EVERY : TICKS_EVERY) >= 0;
    }

    private void quarantine(Revision rule) {
        overruns.forget(rule);
        parts.quarantine().take(rule.rule(), "it ran over its budget too often");
    }

    /** Stores how far it has come. */
    void store() {
        takeDown();
        commit();
    }

    private void commit() {
        if (!stillOurs.getAsBoolean()) {
            return;
        }
        Findings.Rows rows = came;
        unstored.add(correlation.changes());
        List<RuleState> put = unstored.put();
        Set<RuleState.Name> gone = unstored.removed();
        List<AuditRecord> told = List.copyOf(dropped);
        ProgramCursor reached = cursor;
        commit(rows, batch -> {
            rows.into(batch);
            told.forEach(batch::append);
            batch.also(transaction -> {
                term.put(transaction, reached);
                transaction.ruleStates().remove(gone);
                transaction.ruleStates().put(put);
            });
        });
        unstored.clear();
        dropped.clear();
        came = findings.nothing();
        stored = reached;
        uncommitted = 0;
        committedAt = System.nanoTime();
        gauges.committed();
        rows.startable().forEach(parts.runs()::start);
        parts.failPoint().accept("rules-committed");
    }

    private void commit(Findings.Rows rows, Consumer<Batch> change) {
        if (rows.emissions().isEmpty()) {
            Outcome unused = parts.committer().commit(Change.of(change));
            return;
        }
        try {
            Outcome unused = parts.dispatcher()
                    .follow(rows.emissions(), rows.trace(), change)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DroverException known ? known : e;
        }
    }

    @Override
    public void close() {
        correlation.close();
    }
}
