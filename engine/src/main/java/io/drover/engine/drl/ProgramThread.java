package io.drover.engine.drl;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Outcome;
import io.drover.engine.drl.ProgramPlane.Parts;
import io.drover.engine.drools.drl.BrokenRules;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.engine.follow.Backlog;
import io.drover.engine.follow.Busy;
import io.drover.engine.follow.Inflow;
import io.drover.engine.follow.OtherNodes;
import io.drover.engine.follow.RulesThread;
import io.drover.engine.follow.Setbacks;
import io.drover.engine.follow.Watched;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.Rule;
import io.drover.model.store.TriggerInstances;
import io.drover.model.store.TriggerInstances.Inserted;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the DRL rules of one pack. It follows the committed events: those that just came from a queue, and
 * from the database what came before it began, or what the queue could not hold. After a start or a change the session is
 * filled with the events of its longest window, up to where the rules had come; what they ask for then was decided before.
 * Of several nodes on one database one at a time runs a pack's rules, and reads the events of the others.
 */
final class ProgramThread implements Watched {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramThread.class);
    private static final int MOST_EVENTS = 64;
    private static final int PAGE = 500;
    private static final Duration TICK = Duration.ofMillis(100);

    private final Parts parts;
    private final String pack;
    private final Inflow inflow = new Inflow();
    private final AtomicReference<@Nullable Programs> next = new AtomicReference<>();
    private final Decided decided;
    private final Setbacks setbacks = new Setbacks();
    private final RulesThread thread;
    private volatile Set<Ref> wanted = Set.of();
    private volatile long number;
    private final Busy busy = new Busy();
    private volatile @Nullable DrlSession session;
    private volatile @Nullable Replay shortened;
    private long order;

    /**
     * What is to be run.
     *
     * @param number counts the changes
     */
    private record Programs(long number, List<CompiledFile> files, Set<Ref> rules) {
        List<Rule> run() {
            return files.stream()
                    .flatMap(file -> file.rules().stream())
                    .filter(rule -> rules.contains(rule.ref()))
                    .toList();
        }
    }

    ProgramThread(Parts parts, String pack, List<CompiledFile> files, Set<Ref> rules) {
        this.parts = parts;
        this.pack = pack;
        this.decided = new Decided(parts, pack);
        begin();
        change(files, rules);
        this.thread = new RulesThread("drover-drl-" + pack, this::run);
        this.thread.begin();
    }

    /** Where rules that never ran begin is decided before the next event can come. */
    private void begin() {
        try {
            boolean unused = decided.claim();
        } catch (DroverException away) {
            LOG.warn("Where the DRL rules of pack {} begin is looked up later. {}", pack, away.getMessage());
        }
    }

    String pack() {
        return pack;
    }

    /** Has other rules run from now on. */
    void change(List<CompiledFile> files, Set<Ref> rules) {
        Set<Ref> triggers = new HashSet<>();
        files.forEach(file -> file.rules().stream()
                .filter(rule -> rules.contains(rule.ref()))
                .forEach(rule -> triggers.addAll(rule.triggerTypes())));
        wanted = Set.copyOf(triggers);
        next.updateAndGet(before -> new Programs(before == null ? 0 : before.number() + 1, files, rules));
    }

    /** Takes a committed event, if a rule wants it. What does not fit is read from the database later. */
    void offer(TriggerInstances.Entry entry) {
        if (wanted.contains(entry.instance().triggerType())) {
            inflow.offer(entry);
        }
    }

    @Override
    public boolean isStuck(Duration patience) {
        return busy.isLongerThan(patience);
    }

    @Override
    public Set<Ref> busyWith() {
        DrlSession now = session;
        if (now == null) {
            return Set.of();
        }
        Ref rule = now.running();
        return rule == null ? now.tested(thread.stack()) : Set.of(rule);
    }

    /** {@return whether what it runs is what is to be run, so that what goes wrong is the fault of rules as they are now} */
    boolean isPresent() {
        Programs newest = next.get();
        return newest != null && newest.number() == number;
    }

    /** Gives up on it. */
    void abandon() {
        thread.abandon();
    }

    void end() {
        thread.end();
    }

    void join() {
        thread.join();
    }

    private boolean isCurrent(Programs programs) {
        Programs newest = next.get();
        return thread.goesOn() && newest != null && newest.number() == programs.number();
    }

    private void run() {
        runUntilEnd();
        if (!thread.isAbandoned()) {
            letGo();
            release();
        }
    }

    /** Of rules that are run no more nothing is to come, be it that they are run again later. */
    private void letGo() {
        Programs last = next.get();
        if (last == null || !last.rules().isEmpty()) {
            return;
        }
        try {
            if (decided.claim()) {
                decided.letGo();
            }
        } catch (DroverException away) {
            LOG.warn(
                    "What the limits of the DRL rules of pack {} had kept is still stored. {}",
                    pack,
                    away.getMessage());
        }
    }

    private void release() {
        try {
            decided.release();
        } catch (DroverException away) {
            LOG.warn("Other nodes take over the DRL rules of pack {} only after a while. {}", pack, away.getMessage());
        }
    }

    private void runUntilEnd() {
        while (thread.goesOn()) {
            try {
                Programs programs = next.get();
                if (programs != null) {
                    number = programs.number();
                    follow(programs);
                }
            } catch (BrokenRules broken) {
                // what broke may have been mended meanwhile
                if (!thread.isAbandoned() && isPresent()) {
                    quarantine(broken);
                }
            } catch (DroverException away) {
                tell(away);
                thread.pause();
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                if (!thread.isAbandoned()) {
                    LOG.error("The DRL rules of pack {} broke off; they begin anew.", pack, e);
                    thread.pause();
                }
            } finally {
                busy.end();
            }
        }
    }

    private void tell(DroverException away) {
        if (setbacks.isStuck(away, decided.stored())) {
            LOG.error(
                    "The DRL rules of pack {} do not get on: what they ask for next is refused again and again, {}: {} The events"
                            + " wait, none is lost. Disable the rule that the message names, then report this.",
                    pack,
                    away.code(),
                    away.getMessage(),
                    away);
        } else {
            LOG.warn("The DRL rules of pack {} wait: {}", pack, away.getMessage());
        }
    }

    private void quarantine(BrokenRules broken) {
        LOG.error("The DRL rules of pack {} broke off; they begin anew without those to blame.", pack, broken);
        for (Ref rule : broken.rules()) {
            parts.takeOut(rule, String.valueOf(broken.getMessage()));
        }
        if (broken.rules().isEmpty()) {
            thread.pause();
        }
    }

    /** Runs rules until they change. */
    private void follow(Programs programs) {
        if (!decided.claim()) {
            inflow.clear();
            thread.pause();
            return;
        }
        ProgramCursor from = decided.load(programs.run());
        Duration retention = DrlSession.retention(programs.files());
        Instant start = from.clock().minus(retention);
        try (DrlSession running = new DrlSession(programs.files(), programs.rules(), start)) {
            session = running;
            inflow.clear();
            order = 0;
            OtherNodes others = replay(programs, running, replayFrom(running, start, from.clock()));
            while (isCurrent(programs)) {
                if (inflow.hasOverflowed()) {
                    inflow.clear();
                    catchUp(programs, running, place(decided.cursor().clock()));
                }
                if (others.isDue()) {
                    decided.requireTerm();
                    List<Inserted> found = others.next(running.triggerTypes());
                    busy.begin();
                    found.forEach(inserted -> insert(running, inserted.instance(), inserted.position()));
                    decide(running);
                    busy.end();
                }
                List<TriggerInstances.Entry> batch = inflow.take(MOST_EVENTS, TICK);
                if (!isCurrent(programs)) {
                    // what was just taken is found in the database
                    break;
                }
                busy.begin();
                if (batch.isEmpty()) {
                    running.advance(parts.clock().instant());
                    decided.ticked(running.now());
                }
                for (TriggerInstances.Entry entry : batch) {
                    insert(running, entry.instance(), entry.position());
                }
                decide(running);
            }
            if (!thread.isAbandoned()) {
                decided.store();
            }
        } finally {
            session = null;
        }
    }

    /** {@return the place after which the events stand that the session is filled with again} */
    private long replayFrom(DrlSession running, Instant start, Instant decidedBefore) {
        Replay replay = parts.store()
                .read(transaction -> Replay.of(
                        transaction.triggerInstances(),
                        running.triggerTypes(),
                        start,
                        decidedBefore,
                        parts.mostReplayed()));
        shortened = replay.leftOut() == 0 ? null : replay;
        if (replay.leftOut() > 0) {
            tell(replay);
        }
        return replay.place();
    }

    private void tell(Replay replay) {
        LOG.warn(
                "The DRL rules of pack {} begin without the oldest {} of the {} events of their longest span, as no more than"
                        + " {} are taken in again (rule.most-replayed): what they count may be too little until those have"
                        + " left the span.",
                pack,
                replay.leftOut(),
                replay.events(),
                parts.mostReplayed());
        AuditRecord told = AuditRecord.of(
                        "engine", "shortened", "pack", pack, null, parts.clock().instant())
                .because("its DRL rules have more events to replay than rule.most-replayed allows")
                .with("events", replay.events())
                .with("left_out", replay.leftOut());
        Outcome unused = parts.committer().commit(Change.of(batch -> batch.append(told)));
    }

    /** {@return what its session was filled with again, if that was not all} */
    @Nullable
    Replay shortened() {
        return shortened;
    }

    private long place(Instant moment) {
        return parts.store().read(transaction -> Backlog.placeOf(transaction.triggerInstances(), moment));
    }

    /**
     * Fills the session with the events about which its rules were asked before, then asks them about those that followed.
     *
     * @return what finds the events of other nodes from then on
     */
    private OtherNodes replay(Programs programs, DrlSession running, long start) {
        OtherNodes others = new OtherNodes(parts.store(), parts.node(), start);
        AtomicLong reached = new AtomicLong(start);
        AtomicBoolean isWhole = new AtomicBoolean(true);
        read(programs, running, start, inserted -> {
            if (decided.isDecided(inserted.position())) {
                take(running, inserted.instance(), inserted.position());
            } else {
                isWhole.set(false);
            }
            if (isWhole.get()) {
                reached.set(inserted.place());
            }
        });
        decided.follow(running);
        catchUp(programs, running, reached.get());
        return others;
    }

    /** Reads the events that were not taken in yet from the database. */
    private void catchUp(Programs programs, DrlSession running, long after) {
        read(programs, running, after, inserted -> insert(running, inserted.instance(), inserted.position()));
    }

    private void read(Programs programs, DrlSession running, long after, Consumer<Inserted> each) {
        long place = after;
        while (isCurrent(programs)) {
            long from = place;
            List<Inserted> page = parts.store()
                    .read(transaction ->
                            transaction.triggerInstances().insertedAfter(from, running.triggerTypes(), PAGE));
            busy.begin();
            for (Inserted inserted : page) {
                each.accept(inserted);
                place = inserted.place();
            }
            decide(running);
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void insert(DrlSession running, TriggerInstance instance, Position position) {
        if (!decided.knows(position)) {
            take(running, instance, position);
        }
    }

    private void take(DrlSession running, TriggerInstance instance, Position position) {
        busy.begin();
        Event event = new Event(instance, ++order);
        running.insert(event);
        decided.moved(event, position, running.now());
    }

    private void decide(DrlSession running) {
        running.fire();
        // a database that does not answer is no rule's fault
        busy.end();
        decided.decide(running, () -> !thread.isAbandoned());
    }
}
