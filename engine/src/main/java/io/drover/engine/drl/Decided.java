package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.drl.ProgramPlane.Parts;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.follow.Term;
import io.drover.engine.match.Floods;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.Program;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules of a pack asked for, decided once: a request and how far the rules have come are one commit, so that a
 * replay asks for nothing twice and loses nothing. Of several nodes one at a time decides: what another commits under an
 * earlier term is refused. Used by the pack's thread alone.
 */
final class Decided {
    private static final Logger LOG = LoggerFactory.getLogger(Decided.class);
    private static final Duration STORE_EVERY = Duration.ofSeconds(5);
    private static final int LONGEST_KEY = 160;
    /** Far more matches than the events of a session make. */
    private static final int MOST_KEYS = 200_000;
    /** So few that a commit hardly gets longer. */
    private static final int WINDOWS_AT_ONCE = 100;

    private final Parts parts;
    private final String pack;
    private final Term term;
    private final Overruns failures;
    private final Floods floods;
    private final Set<String> keys = new LinkedHashSet<>();
    private final OnceWindows windows = new OnceWindows();
    private final RequestLimits limits;
    private ProgramCursor cursor;
    private ProgramCursor stored;
    private boolean following;
    private @Nullable TriggerInstance newest;

    Decided(Parts parts, String pack) {
        this.parts = parts;
        this.pack = pack;
        this.term = new Term(parts.store(), pack, "the DRL rules of pack '" + pack + "'", parts.node(), parts.clock());
        this.limits = new RequestLimits(parts.registry(), parts.enforcer(), pack);
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

    /** Begins where the database says. */
    ProgramCursor load() {
        following = false;
        newest = null;
        keys.clear();
        cursor = parts.store().read(transaction -> {
            windows.replace(transaction.programs().windows(pack));
            limits.load(transaction);
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
            remember(session.take());
            following = true;
        }
    }

    private void remember(List<Asked> asked) {
        asked.stream()
                .filter(each -> each.once() == null && !each.events().isEmpty())
                .forEach(each -> keys.add(matchKey(each)));
    }

    /** Takes down that an event was taken in. */
    void moved(Event event, Position position, Instant clock) {
        newest = event.instance();
        if (following) {
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
            remember(asked);
            return;
        }
        if (keys.size() > MOST_KEYS) {
            keys.clear();
        }
        Enforced rows = new Enforced();
        Enforced refused = new Enforced();
        List<OnceWindow> opened = new ArrayList<>();
        passed(limits.due(cursor.clock()), rows);
        asked.forEach(each -> decide(each, rows, refused, opened));
        if (!stillOurs.getAsBoolean()) {
            return;
        }
        if (rows.isEmpty() && refused.isEmpty() && !limits.hasNews()) {
            if (isWorthStoring()) {
                store();
            }
            return;
        }
        commit(rows, refused, opened);
        rows.startable().forEach(parts.runs()::start);
        failures.tooOften().forEach(this::quarantine);
        for (Revision rule : floods.flooding()) {
            floods.forget(rule);
            parts.quarantine().take(rule.rule(), floods.reason());
        }
    }

    private boolean isWorthStoring() {
        return Duration.between(stored.clock(), cursor.clock()).compareTo(STORE_EVERY) > 0
                && (!cursor.reached().equals(stored.reached())
                        || !windows.over(cursor.clock(), 1).isEmpty()
                        || limits.hasOver());
    }

    private void quarantine(Revision rule) {
        failures.forget(rule);
        parts.quarantine().take(rule.rule(), "its consequence failed too often");
    }

    private void decide(Asked asked, Enforced rows, Enforced refused, List<OnceWindow> opened) {
        RegisteredRule registered = parts.registry().rule(asked.rule());
        TriggerInstance event = asked.events().isEmpty()
                ? newest
                : asked.events().get(asked.events().size() - 1).instance();
        if (registered == null || event == null) {
            LOG.warn(
                    "Rule {} asked for {} and is gone, or there is no event to say why.", asked.rule(), asked.action());
            return;
        }
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        String refusal = refusal(asked, registered);
        if (refusal == null) {
            refusal = limits.refusal(asked, registered.rule());
        }
        if (refusal != null) {
            failures.add(new Revision(asked.rule(), registered.revision()), event.id());
            String key = asked.rule() + "/failed/" + event.id() + "/" + asked.number();
            if (keys.add(key)) {
                parts.enforcer().fail(registered.rule(), registered.revision(), key, event, now, refusal, refused);
            }
            return;
        }
        String key = key(asked, opened);
        if (key != null && keys.add(key)) {
            passed(limits.take(asked, registered, key, event, cursor.clock()), rows);
        }
    }

    private void passed(List<RequestLimits.Passed> requests, Enforced rows) {
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        for (RequestLimits.Passed each : requests) {
            RegisteredRule registered = each.rule();
            floods.add(registered.rule().ref(), registered.revision(), cursor.clock());
            parts.enforcer()
                    .enforce(
                            registered.rule(),
                            registered.revision(),
                            each.number(),
                            each.call(),
                            each.key(),
                            each.event(),
                            now,
                            rows);
        }
    }

    private static @Nullable String refusal(Asked asked, RegisteredRule registered) {
        if (asked.failure() != null) {
            return asked.failure();
        }
        if (asked.once() == null && asked.events().isEmpty()) {
            Program program = registered.rule().program();
            return "The match shows no events of its own (groupby does not), so the request needs"
                    + " .oncePer(key, window). See " + registered.rule().metadataFile() + ":"
                    + (program == null ? 0 : program.line()) + ".";
        }
        return null;
    }

    /** {@return what makes a request happen once; null where its window is open} */
    private @Nullable String key(Asked asked, List<OnceWindow> opened) {
        Asked.Once once = asked.once();
        if (once == null) {
            return matchKey(asked);
        }
        String name = shortened(once.key());
        Instant at = cursor.clock();
        boolean isOpen = windows.isOpen(asked.rule(), name, at)
                || opened.stream()
                        .anyMatch(window -> window.rule().equals(asked.rule())
                                && window.key().equals(name));
        if (isOpen) {
            return null;
        }
        opened.add(new OnceWindow(asked.rule(), name, at, at.plus(once.window())));
        return asked.rule() + "/once/" + name + "/" + at.toEpochMilli();
    }

    private static String matchKey(Asked asked) {
        String events = asked.events().stream().map(Event::getId).collect(Collectors.joining(","));
        return asked.rule() + "/" + asked.number() + "/" + shortened(events);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_KEY ? text : "sha256 " + Sha256.hex(text);
    }

    private void commit(Enforced rows, Enforced refused, List<OnceWindow> opened) {
        ProgramCursor reached = cursor;
        RequestLimits.Changes changes = limits.changes();
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        List<OnceWindow> over = windows.over(reached.clock(), WINDOWS_AT_ONCE);
        Outcome unused = parts.committer().commit(Change.of(batch -> {
            rows.into(batch);
            batch.also(transaction -> {
                int unusedForgotten = transaction.programs().forget(over);
                opened.forEach(transaction.programs()::put);
                // what was refused is known to this life alone, and may be asked for again in the next one
                refused.storeAbsent(transaction, batch);
                limits.store(changes, transaction, batch, now);
                term.put(transaction, reached);
            });
        }));
        stored = reached;
        windows.forget(over);
        opened.forEach(windows::put);
        parts.failPoint().accept("drl-committed");
    }

    /** Stores how far the rules have come, if they have. */
    void store() {
        if (!cursor.equals(stored)) {
            commit(new Enforced(), new Enforced(), List.of());
        }
    }
}
