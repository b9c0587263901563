package io.drover.engine.correlate.plane;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.plane.CorrelationPlane.Parts;
import io.drover.engine.follow.Busy;
import io.drover.engine.follow.Term;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.RuleState;
import io.drover.model.store.TriggerInstances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    /** So many events are taken without a commit at most, where nothing comes of them. */
    private static final int MOST_UNCOMMITTED = 10_000;

    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    /** Where time alone went on. */
    private static final Duration TICKS_EVERY = Duration.ofSeconds(5);

    private static final int FORGOTTEN_AT_ONCE = 1_000;
    /** So many states of which nothing is left may wait to go from the store. */
    private static final int MOST_FORGOTTEN = 500;

    private final Parts parts;
    private final Term term;
    private final Gauges gauges;
    private final Busy busy;
    private final BooleanSupplier stillOurs;
    private final BooleanSupplier goesOn;
    private final Correlation correlation;
    private final Strides strides;
    private final RunningRules rules;
    private final PutAside putAside;
    private final Findings findings;
    private final UnstoredStates unstored = new UnstoredStates();
    private Findings.Rows came;
    private ProgramCursor cursor;
    private ProgramCursor stored;
    private long committedAt = System.nanoTime();
    private int uncommitted;

    private LiveRules(
            Parts parts,
            Term term,
            Wanted wanted,
            Gauges gauges,
            Busy busy,
            BooleanSupplier stillOurs,
            BooleanSupplier goesOn,
            ProgramCursor cursor) {
        this.parts = parts;
        this.term = term;
        this.gauges = gauges;
        this.busy = busy;
        this.stillOurs = stillOurs;
        this.goesOn = goesOn;
        this.cursor = cursor;
        this.stored = cursor;
        this.correlation = parts.correlations().apply(cursor.clock());
        correlation.step(busy::begin);
        this.strides = new Strides(correlation);
        this.rules = new RunningRules(parts, correlation, wanted);
        this.putAside = new PutAside(parts, rules);
        this.findings = new Findings(
                parts.store(),
                parts.registry(),
                parts.enforcers().apply(putAside.overruns()),
                putAside,
                parts.silences(),
                rules.now(),
                busy);
        this.came = findings.nothing();
    }

    /**
     * Begins where the last commit left them.
     *
     * @param busy is told when a rule begins, and when what is done is none of their fault
     * @param stillOurs whether the thread was not given up meanwhile: then nothing is committed any more
     * @param goesOn whether the thread is neither given up nor ending
     */
    static LiveRules load(
            Parts parts,
            String pack,
            Term term,
            Wanted wanted,
            Gauges gauges,
            Busy busy,
            BooleanSupplier stillOurs,
            BooleanSupplier goesOn) {
        StoredRules stored = parts.store()
                .read(transaction -> StoredRules.read(
                        transaction, pack, term, wanted, parts.bounds().mostOfPack()));
        Wanted left = wanted;
        for (Map.Entry<Revision, String> over : stored.over().entrySet()) {
            parts.quarantine().take(over.getKey(), over.getValue());
            forget(parts, term, stored.cursor(), over.getKey().rule());
            left = left.without(over.getKey().rule());
        }
        stored.unwanted().forEach(rule -> forget(parts, term, stored.cursor(), rule));
        LiveRules live = new LiveRules(parts, term, left, gauges, busy, stillOurs, goesOn, stored.cursor());
        try {
            live.restore(stored);
            busy.end();
        } catch (RuntimeException | Error e) {
            live.close();
            throw e;
        }
        return live;
    }

    /** Lets go of all that is stored of a rule that is run no more, however much that is. */
    private static void forget(Parts parts, Term term, ProgramCursor cursor, Ref rule) {
        boolean isMore = true;
        while (isMore) {
            isMore = parts.store().inTransaction(transaction -> {
                List<RuleState.Name> some = transaction.ruleStates().next(rule, null, FORGOTTEN_AT_ONCE).stream()
                        .map(RuleState::name)
                        .toList();
                transaction.ruleStates().remove(some);
                term.put(transaction, cursor);
                return !some.isEmpty();
            });
        }
    }

    private void restore(StoredRules from) {
        rules.begin(cursor, from.states());
        correlation.restore(from.states(), from.events(), cursor.clock());
        Correlation.Changes changes = correlation.changes();
        unstored.add(changes);
        rules.tellDropped(changes.removed(), from.states());
        gauges.holds(correlation.live());
    }

    Instant clock() {
        return cursor.clock();
    }

    /** {@return when the clock has to be looked at again; null where nothing waits} */
    @Nullable
    Instant nextDue() {
        return strides.isBehind() || correlation.forgotten() >= MOST_FORGOTTEN ? clock() : correlation.nextDue();
    }

    /** {@return the types of the triggers whose events the rules that run ask for} */
    Set<Ref> types() {
        return rules.types();
    }

    /** {@return the rules that are busy right now; for any thread} */
    Set<Ref> busyWith() {
        Ref rendered = findings.busyWith();
        return rendered == null ? correlation.busyWith() : Set.of(rendered);
    }

    /** {@return the revisions of some rules that run right now; for any thread} */
    Set<Revision> running(Set<Ref> some) {
        return some.stream().flatMap(rule -> rules.revision(rule).stream()).collect(Collectors.toSet());
    }

    /** {@return whether all its rules are left to the match of single events} */
    boolean isSpent() {
        return rules.areSpent() && !strides.isBehind() && correlation.forgotten() == 0;
    }

    /** As {@link RunningRules#want}. */
    void want(Wanted now) {
        rules.want(now);
    }

    /** Puts rules in their place that are in force from here on. */
    private void put(List<ActiveRule> changes) {
        if (!changes.isEmpty()) {
            // under the revisions that it came of
            commitWhatCame();
            rules.put(changes);
        }
    }

    /**
     * Takes committed events; those that it took before are left out.
     *
     * @param isFresh whether no earlier life, nor the match of single events under an earlier revision, can have seen them
     * @return whether all were taken; not so where the thread ends while time passes before one of them
     */
    boolean take(List<TriggerInstances.Entry> events, boolean isFresh) {
        findings.fresh(isFresh);
        List<TriggerInstances.Entry> next = new ArrayList<>(events.size());
        for (TriggerInstances.Entry entry : events) {
            if (!cursor.covers(entry.position())) {
                List<ActiveRule> changes = rules.changesBefore(entry.position());
                if (!changes.isEmpty()) {
                    hand(next);
                    put(changes);
                }
                if (strides.isLeap(entry.instance())) {
                    hand(next);
                    if (!strideTo(Correlation.time(entry.instance()))) {
                        return false;
                    }
                }
                next.add(entry);
            }
        }
        hand(next);
        return true;
    }

    /**
     * Lets time pass before an event that is far ahead, so that what was due before it is committed bit by bit.
     *
     * @return whether it has come to that time; not so where the thread ends before
     */
    private boolean strideTo(Instant time) {
        while (!stride(time)) {
            commitWhatCame();
            if (!goesOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
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

    /**
     * Moves time on, where all events before were taken, as far as it comes in a short time.
     *
     * @return whether it has come to that moment
     */
    boolean tick(Instant reached) {
        boolean isThere = stride(reached);
        findings.fresh(true);
        if (isThere) {
            put(rules.changesAtHead());
        }
        return isThere;
    }

    private boolean stride(Instant reached) {
        busy.begin();
        boolean isThere = strides.to(reached);
        busy.end();
        cursor = cursor.at(correlation.clock());
        return isThere;
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
        if (!came.isCountsAlone() || !rules.dropped().isEmpty() || !(moreWaits || came.isEmpty()) || isDue()) {
            commit();
        }
        putAside.overBudget();
    }

    private void takeDown() {
        List<Found> found = correlation.found();
        gauges.holds(correlation.live());
        putAside.tooMuch(found);
        findings.add(found, parts.clock().instant(), came);
    }

    private boolean isDue() {
        if (correlation.forgotten() >= (rules.areSpent() ? 1 : MOST_FORGOTTEN)) {
            return true;
        }
        if (cursor.equals(stored)) {
            return false;
        }
        Duration since = Duration.ofNanos(System.nanoTime() - committedAt);
        return uncommitted >= MOST_UNCOMMITTED || since.compareTo(uncommitted > 0 ? COMMIT_EVERY : TICKS_EVERY) >= 0;
    }

    /** Stores how far it has come, and lets all go from the store of which nothing is left. */
    void store() {
        takeDown();
        do {
            commit();
        } while (correlation.forgotten() > 0 && stillOurs.getAsBoolean());
    }

    private void commit() {
        if (!stillOurs.getAsBoolean()) {
            return;
        }
        Findings.Rows rows = came;
        unstored.add(correlation.changes());
        List<RuleState> put = unstored.put();
        Set<RuleState.Name> gone = unstored.removed();
        List<AuditRecord> told = rules.dropped();
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
        rules.told();
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
