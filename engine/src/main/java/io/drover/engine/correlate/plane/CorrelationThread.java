package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.plane.CorrelationPlane.Parts;
import io.drover.engine.follow.Backlog;
import io.drover.engine.follow.Busy;
import io.drover.engine.follow.Inflow;
import io.drover.engine.follow.OtherNodes;
import io.drover.engine.follow.RulesThread;
import io.drover.engine.follow.Setbacks;
import io.drover.engine.follow.Term;
import io.drover.engine.follow.Watched;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.store.TriggerInstances;
import io.drover.model.store.TriggerInstances.Inserted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the rules over several events of one pack. It follows the committed events: those that just came from
 * a queue, and from the database what came before it began, or what the queue could not hold. It begins with what the rules
 * had collected at their last commit, and takes the events that followed. Of several nodes on one database one at a time runs
 * a pack's rules, and reads the events of the others.
 */
final class CorrelationThread implements Watched {
    private static final Logger LOG = LoggerFactory.getLogger(CorrelationThread.class);
    /** At once, at the head; and where many wait. */
    private static final int FEW = 64;

    private static final int MANY = 1_000;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SOONEST = Duration.ofMillis(1);

    private final Parts parts;
    private final Head head;
    private final String pack;
    private final Consumer<CorrelationThread> spent;
    private final Term term;
    private final Inflow inflow = new Inflow();
    private final Busy busy = new Busy();
    private final Pace pace = new Pace();
    private final RulesThread thread;
    private final RulesTakenIn rules;
    private final Gauges gauges = new Gauges();
    private boolean hasWaited;
    private final Setbacks setbacks = new Setbacks();
    private volatile Wanted wanted;
    private volatile @Nullable LiveRules running;

    /** @param spent is told of this thread when none of its rules is correlated any more */
    CorrelationThread(
            Parts parts, Head head, String pack, Map<Ref, ActiveRule> rules, Consumer<CorrelationThread> spent) {
        this.parts = parts;
        this.spent = spent;
        this.head = head;
        this.pack = pack;
        this.wanted = Wanted.of(rules);
        this.rules = new RulesTakenIn(parts.store(), parts.followRules());
        this.term =
                new Term(parts.store(), name(pack), "the rules of pack '" + pack + "'", parts.node(), parts.clock());
        begin();
        this.thread = new RulesThread("drover-rules-" + pack, this::run);
        this.thread.begin();
    }

    /** Where rules that never ran begin is decided before the next event can come. */
    private void begin() {
        try {
            boolean unused = term.claim();
        } catch (DroverException away) {
            LOG.warn("Where the rules of pack {} begin is looked up later. {}", pack, away.getMessage());
        }
    }

    /** {@return under which name is stored how far the rules of a pack have come} */
    static String name(String pack) {
        return "rules/" + pack;
    }

    String pack() {
        return pack;
    }

    /** Has other rules run: each from the events on that are accepted under its revision. */
    void change(Map<Ref, ActiveRule> rules) {
        wanted = Wanted.of(rules);
    }

    /** Takes a committed event, if a rule wants it. */
    void offer(TriggerInstances.Entry entry) {
        if (wanted.types().contains(entry.instance().triggerType())) {
            inflow.offer(entry);
        }
    }

    @Override
    public boolean isStuck(Duration patience) {
        return busy.isLongerThan(patience);
    }

    @Override
    public Set<Ref> busyWith() {
        LiveRules now = running;
        return now == null ? Set.of() : now.busyWith();
    }

    /** {@return the revisions of some rules that run right now} */
    Set<Revision> running(Set<Ref> rules) {
        LiveRules now = running;
        return now == null ? Set.of() : now.running(rules);
    }

    PackStatus status() {
        return gauges.status(pack, inflow.size(), parts.clock().instant());
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

    private void run() {
        while (thread.goesOn()) {
            try {
                follow();
            } catch (DroverException away) {
                tell(away);
                thread.pause();
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                if (!thread.isAbandoned()) {
                    brokeOff(e);
                }
            } finally {
                busy.end();
                running = null;
            }
        }
        if (!thread.isAbandoned()) {
            release();
        }
    }

    private void tell(DroverException away) {
        if (setbacks.isStuck(away, gauges.commits())) {
            LOG.error(
                    "The rules over several events of pack {} do not get on: what comes of the next events is refused again and"
                            + " again, {}: {} The events wait, none is lost. Disable the rule that the message names, then"
                            + " report this.",
                    pack,
                    away.code(),
                    away.getMessage(),
                    away);
        } else {
            LOG.warn("The rules of pack {} wait: {}", pack, away.getMessage());
        }
    }

    private void brokeOff(Throwable reason) {
        LOG.error(
                "The rules over several events of pack {} broke off; they go on from their last commit.", pack, reason);
        Set<Revision> guilty = running(busyWith());
        for (Revision rule : guilty) {
            try {
                parts.quarantine().take(rule, "it broke off with " + reason);
            } catch (DroverException away) {
                LOG.error("Rule {} could not be quarantined.", rule.rule(), away);
            }
        }
        if (guilty.isEmpty()) {
            thread.pause();
        }
    }

    private void release() {
        try {
            term.release();
        } catch (DroverException away) {
            LOG.warn("Other nodes take over the rules of pack {} only after a while. {}", pack, away.getMessage());
        }
    }

    // where rules hold much, it is most of what a start takes
    private void tellWhatWasTakenUp(long began) {
        if (gauges.live() > 0) {
            LOG.info(
                    "The rules over several events of pack {} took up what they held in {} ms: {} events.",
                    pack,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                    gauges.live());
        }
    }

    /** Runs the rules until they break off or end. */
    private void follow() {
        if (!term.claim()) {
            hasWaited = true;
            inflow.clear();
            gauges.idle();
            thread.pause();
            return;
        }
        if (hasWaited) {
            // what waited for the other node's sensors comes to ours
            head.rest();
            hasWaited = false;
        }
        long began = System.nanoTime();
        try (LiveRules live =
                LiveRules.load(parts, pack, term, wanted, gauges, busy, () -> !thread.isAbandoned(), thread::goesOn)) {
            tellWhatWasTakenUp(began);
            running = live;
            inflow.clear();
            long start = place(live.clock());
            OtherNodes others = new OtherNodes(parts.store(), parts.node(), start);
            catchUp(live, start);
            while (thread.goesOn()) {
                if (inflow.hasOverflowed()) {
                    inflow.clear();
                    catchUp(live, place(live.clock()));
                }
                if (others.isDue()) {
                    term.require();
                    take(live, entries(ofOthers(live, others)), false, false);
                }
                // before the queue is looked at: where that is empty then, all events before this change were taken
                live.want(wanted);
                List<TriggerInstances.Entry> batch = inflow.take(inflow.size() > FEW ? MANY : FEW, patience(live));
                if (!thread.goesOn()) {
                    // what was just taken is found in the database
                    break;
                }
                if (batch.isEmpty()) {
                    tick(live);
                } else {
                    // an event may be the first of a change that came after
                    live.want(wanted);
                    take(live, batch, true, inflow.size() > 0);
                }
            }
            if (!thread.isAbandoned()) {
                live.want(wanted);
                live.store();
            }
        }
    }

    private List<Inserted> ofOthers(LiveRules live, OtherNodes others) {
        return others.next(
                () -> {
                    live.want(wanted);
                    return types(live);
                },
                rules::takeIn);
    }

    private Duration patience(LiveRules live) {
        Instant due = live.nextDue();
        if (due == null) {
            return TICK;
        }
        Duration until = Duration.between(parts.clock().instant(), due);
        return until.compareTo(SOONEST) < 0 ? SOONEST : until.compareTo(TICK) > 0 ? TICK : until;
    }

    private void tick(LiveRules live) {
        Instant reached = head.reached();
        if (inflow.size() == 0 && !inflow.hasOverflowed()) {
            boolean isThere = live.tick(reached);
            live.commitWhatCame();
            if (isThere && live.isSpent()) {
                spent.accept(this);
            }
        }
    }

    /**
     * Takes events, some at a time: what many of them take together is no rule's fault.
     *
     * @param moreWaits whether others are there to be taken next
     */
    private void take(LiveRules live, List<TriggerInstances.Entry> batch, boolean isFresh, boolean moreWaits) {
        int from = 0;
        while (from < batch.size() && !thread.isAbandoned()) {
            int to = Math.min(batch.size(), from + pace.next());
            long begun = System.nanoTime();
            if (!live.take(batch.subList(from, to), isFresh)) {
                // what was not taken is found in the database
                return;
            }
            if (pace.took(Duration.ofNanos(System.nanoTime() - begun))) {
                live.commitWhatCame(true);
                pace.committed();
            }
            from = to;
        }
        live.commitWhatCame(moreWaits);
        pace.committed();
    }

    private long place(Instant moment) {
        return parts.store().read(transaction -> Backlog.placeOf(transaction.triggerInstances(), moment));
    }

    private static List<TriggerInstances.Entry> entries(List<Inserted> stored) {
        return stored.stream()
                .map(inserted -> new TriggerInstances.Entry(inserted.instance(), inserted.position(), Duration.ZERO))
                .toList();
    }

    /** {@return the trigger types of the rules that run, and of those that will} */
    private Set<Ref> types(LiveRules live) {
        Set<Ref> types = new HashSet<>(wanted.types());
        types.addAll(live.types());
        return types;
    }

    /** Takes the events that were not taken yet from the database. */
    private void catchUp(LiveRules live, long after) {
        long place = after;
        Set<Ref> counted = types(live);
        gauges.behind(parts.store()
                .<Long>read(transaction -> transaction.triggerInstances().count(after, counted)));
        while (thread.goesOn()) {
            Wanted now = wanted;
            live.want(now);
            Set<Ref> types = types(live);
            long from = place;
            List<Inserted> page = parts.store()
                    .read(transaction -> transaction.triggerInstances().insertedAfter(from, types, MANY));
            if (rules.takeIn() || wanted.number() != now.number()) {
                // events of a trigger that nobody asked for when this was read may stand among them
                continue;
            }
            take(live, entries(page), false, page.size() == MANY);
            gauges.took(page.size());
            if (page.size() < MANY) {
                gauges.behind(0);
                return;
            }
            place = page.get(page.size() - 1).place();
        }
    }
}
