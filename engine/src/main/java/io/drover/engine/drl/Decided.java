package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.correlate.Found;
import io.drover.engine.drl.ProgramPlane.Parts;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.follow.Term;
import io.drover.engine.limit.GuardTripped;
import io.drover.engine.match.Floods;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the rules of a pack asked for, decided once: a request and how far the rules have come are one commit, so that a
 * replay asks for nothing twice and loses nothing. Of several nodes one at a time decides: what another commits under an
 * earlier term is refused. Used by the pack's thread alone.
 */
final class Decided {
    private static final Duration STORE_EVERY = Duration.ofSeconds(5);
    /** So few that a commit hardly gets longer. */
    private static final int WINDOWS_AT_ONCE = 100;

    private final Parts parts;
    private final String pack;
    private final Term term;
    private final Overruns failures;
    private final Floods floods;
    private final RequestGate gate;
    private final List<RequestGate.Taken> taken = new ArrayList<>();
    private ProgramCursor cursor;
    private ProgramCursor stored;
    private boolean following;

    Decided(Parts parts, String pack) {
        this.parts = parts;
        this.pack = pack;
        this.term = new Term(parts.store(), pack, "the DRL rules of pack '" + pack + "'", parts.node(), parts.clock());
        this.gate =
                new RequestGate(parts.registry()::rule, call -> parts.registry().callable(call.ref()));
        this.failures = new Overruns(parts.mostFailures(), parts.clock());
        this.floods = new Floods(parts.mostMatches());
        this.cursor = new ProgramCursor(pack, Map.of(), Instant.EPOCH);
        this.stored = cursor;
    }

    ProgramCursor cursor() {
        return cursor;
    }

    /** {@return how far the last commit came} */
    ProgramCursor stored() {
        return stored;
    }

    /** {@return whether an event was taken in before} */
    boolean knows(Position position) {
        return following && isDecided(position);
    }

    /** {@return whether rules were asked about an event before this session began} */
    boolean isDecided(Position position) {
        return cursor.covers(position);
    }

    /**
     * Has this node run the rules from now on, if no other does. A pack whose rules run for the first time begins with the
     * next event.
     *
     * @return whether it does
     */
    boolean claim() {
        return term.claim();
    }

    /** Leaves the rules to other nodes. */
    void release() {
        term.release();
    }

    /**
     * Looks whether this node still runs the rules.
     *
     * @throws DroverException {@code CONFLICT} where another does
     */
    void requireTerm() {
        term.require();
    }

    /** Begins where the database says, with the rules that are run. */
    ProgramCursor load(Collection<Rule> rules) {
        following = false;
        taken.clear();
        gate.begin(rules);
        cursor = parts.store().read(transaction -> {
            gate.load(transaction, pack);
            return term.cursor(transaction);
        });
        stored = cursor;
        return cursor;
    }

    /** The replay has come to where the rules were: what they ask for from now on was not decided before. */
    void follow(DrlSession session) {
        if (!following) {
            session.advance(cursor.clock());
            session.fire();
            gate.remember(session.take());
            following = true;
        }
    }

    /** Takes down that an event was taken in. */
    void moved(Event event, Position position, Instant clock) {
        if (following) {
            taken.add(new RequestGate.Taken(event, clock));
            cursor = cursor.after(position, clock);
        }
    }

    /** Takes down that time went on without an event. */
    void ticked(Instant clock) {
        if (following && clock.isAfter(cursor.clock())) {
            cursor = cursor.at(clock);
        }
    }

    /**
     * Decides what rules asked for since the last time.
     *
     * @param stillOurs whether the thread was not given up meanwhile
     */
    void decide(DrlSession session, BooleanSupplier stillOurs) {
        List<Asked> asked = session.take();
        if (!following) {
            gate.remember(asked);
            return;
        }
        RequestGate.Decision decision = gate.decide(asked, taken, cursor.clock());
        taken.clear();
        Enforced rows = new Enforced();
        Enforced refused = new Enforced();
        decision.passed().forEach(each -> enforce(each, rows));
        decision.refused().forEach(each -> refuse(each, refused));
        if (!stillOurs.getAsBoolean()) {
            return;
        }
        if (rows.isEmpty() && refused.isEmpty() && !gate.limits().hasNews()) {
            if (isWorthStoring()) {
                store();
            }
            return;
        }
        commit(rows, refused, decision.opened(), decision.tripped());
        rows.startable().forEach(parts.runs()::start);
        failures.tooOften().forEach(this::quarantine);
        for (Revision rule : floods.flooding()) {
            floods.forget(rule);
            parts.quarantine().take(rule, floods.reason());
        }
    }

    private boolean isWorthStoring() {
        return Duration.between(stored.clock(), cursor.clock()).compareTo(STORE_EVERY) > 0
                && (!cursor.reached().equals(stored.reached())
                        || !gate.windows().over(cursor.clock(), 1).isEmpty()
                        || gate.limits().hasOver());
    }

    private void quarantine(Revision rule) {
        failures.forget(rule);
        parts.quarantine().take(rule, "its consequence failed too often");
    }

    private void refuse(RequestGate.Refused refused, Enforced rows) {
        RegisteredRule rule = refused.rule();
        failures.add(
                new Revision(rule.rule().ref(), rule.revision()),
                refused.event().id());
        if (gate.isNew(refused)) {
            parts.enforcer()
                    .fail(rule.rule(), rule.revision(), refused.key(), refused.event(), now(), refused.reason(), rows);
        }
    }

    private void enforce(RequestLimits.Passed passed, Enforced rows) {
        RegisteredRule rule = passed.rule();
        floods.add(rule.rule().ref(), rule.revision(), cursor.clock());
        parts.enforcer()
                .enforce(
                        rule.rule(),
                        rule.revision(),
                        passed.number(),
                        passed.call(),
                        passed.key(),
                        passed.event(),
                        now(),
                        rows);
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void commit(Enforced rows, Enforced refused, List<OnceWindow> opened, List<Found.Tripped> tripped) {
        ProgramCursor reached = cursor;
        RequestLimits.Changes changes = gate.limits().changes();
        Instant now = now();
        List<OnceWindow> over = gate.windows().over(reached.clock(), WINDOWS_AT_ONCE);
        commit(tripped, batch -> {
            rows.into(batch);
            batch.also(transaction -> {
                int unusedForgotten = transaction.programs().forget(over);
                opened.forEach(transaction.programs()::put);
                // what was refused is known to this life alone, and may be asked for again in the next one
                refused.storeAbsent(transaction, batch);
                gate.limits().store(changes, parts.enforcer(), transaction, batch, now);
                term.put(transaction, reached);
            });
        });
        stored = reached;
        gate.windows().forget(over);
        opened.forEach(gate.windows()::put);
        parts.failPoint().accept("drl-committed");
    }

    /** Commits a change, and with it the events of guards that tripped. */
    private void commit(List<Found.Tripped> tripped, Consumer<Batch> change) {
        List<Emission> emissions = tripped.stream()
                .filter(each -> parts.registry().hears(GuardTripped.TYPE))
                .map(GuardTripped::emission)
                .toList();
        if (emissions.isEmpty()) {
            Outcome unused = parts.committer().commit(Change.of(change));
            return;
        }
        Trace trace = tripped.get(tripped.size() - 1).match().newest().trace();
        try {
            Outcome unused = parts.dispatcher().follow(emissions, trace, change).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DroverException known ? known : e;
        }
    }

    /** Has nothing stored of limits any more, as no rule is run. */
    void letGo() {
        ProgramCursor unused = load(List.of());
        if (gate.limits().hasOver()) {
            commit(new Enforced(), new Enforced(), List.of(), List.of());
        }
    }

    /** Stores how far the rules have come, if they have. */
    void store() {
        if (!cursor.equals(stored)) {
            commit(new Enforced(), new Enforced(), List.of(), List.of());
        }
    }
}
