package io.drover.engine.correlate.plane;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Committer;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.Runs;
import io.drover.engine.follow.StuckWatch;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleBounds;
import io.drover.engine.silence.InForce;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rules over several events, and those with limits, of all packs, each pack on a thread of its own. While no pack has
 * any, there is no thread, and a commit costs one look.
 */
public final class CorrelationPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CorrelationPlane.class);
    /** How long one rule may keep its pack waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Parts parts;
    private final Head head;
    private final Map<String, CorrelationThread> threads = new HashMap<>();
    private Map<String, Map<Ref, ActiveRule>> active = Map.of();
    private volatile List<CorrelationThread> fed = List.of();
    private final StuckWatch<CorrelationThread> watch =
            new StuckWatch<>("drover-rules-watch", PATIENCE, () -> fed, this::replace);
    /** Packs whose rules take what came before they changed, and are correlated no more. */
    private final Set<String> unfinished = new HashSet<>();

    private boolean started;

    /**
     * What a pack's thread works with.
     *
     * @param reader reads earlier revisions of rules
     * @param enforcers makes an enforcer of a pack's own, which tells of parameters that take too long
     * @param correlations makes a correlation without rules, whose clock begins at a moment
     * @param node number of this node
     * @param bounds what rules may ask for
     * @param quarantine takes a rule out, with the reason
     * @param followRules takes in what other nodes changed of rules, and says which version of them is in force then
     * @param failPoint is told where the engine stands
     */
    public record Parts(
            Store store,
            PackReader reader,
            Registry registry,
            Committer committer,
            Dispatcher dispatcher,
            Function<Overruns, RuleEnforcer> enforcers,
            Runs runs,
            Function<Instant, Correlation> correlations,
            InForce silences,
            InstantSource clock,
            int node,
            RuleBounds bounds,
            Quarantine quarantine,
            LongSupplier followRules,
            Consumer<String> failPoint) {}

    /** Takes rules out. */
    @FunctionalInterface
    public interface Quarantine {
        /** Takes a rule out, if this is the revision of it that is in force. */
        void take(Revision rule, String reason);
    }

    public CorrelationPlane(Parts parts) {
        this.parts = parts;
        this.head = new Head(parts.dispatcher()::inFlight, parts.clock());
    }

    /**
     * Says which rules are in force now, enabled and not in quarantine. Those that are not correlated are told, too: one that was
     * is run on until the events are taken that were accepted before. One that is not told goes at once.
     */
    public synchronized void active(Collection<ActiveRule> now) {
        Map<String, Map<Ref, ActiveRule>> byPack = new HashMap<>();
        now.forEach(rule -> byPack.computeIfAbsent(rule.rule().ref().pack(), pack -> new HashMap<>())
                .put(rule.rule().ref(), rule));
        Set<String> changed = new HashSet<>(byPack.keySet());
        changed.addAll(active.keySet());
        changed.removeIf(pack -> byPack.getOrDefault(pack, Map.of()).equals(active.getOrDefault(pack, Map.of())));
        active = byPack;
        changed.forEach(this::renew);
    }

    /**
     * Has the wall clock not move rules on until {@link #sensorsStarted sensors were started} and a grace has passed since: what
     * waited for them outside comes first, with its own times. To be called before {@link #start}.
     */
    public void restAtStart(Duration grace) {
        head.restAtStart(grace);
    }

    /** Sensors deliver from now on. */
    public void sensorsStarted() {
        head.rest();
    }

    /** Begins to run them. */
    public synchronized void start() {
        started = true;
        unfinished.addAll(packsWithRulesThatRan());
        List.copyOf(active.keySet()).forEach(this::renew);
    }

    /** {@return packs without correlated rules, whose rules were some before: there may be events that came before they changed} */
    private List<String> packsWithRulesThatRan() {
        return parts.store()
                .read(transaction -> active.keySet().stream()
                        .filter(pack -> !isCorrelated(pack)
                                && transaction
                                        .programs()
                                        .cursor(CorrelationThread.name(pack))
                                        .isPresent())
                        .toList());
    }

    private void renew(String pack) {
        if (!started) {
            return;
        }
        Map<Ref, ActiveRule> rules = active.getOrDefault(pack, Map.of());
        CorrelationThread thread = threads.get(pack);
        if (rules.isEmpty()) {
            if (thread != null) {
                threads.remove(pack);
                // it lets go of what they had collected
                thread.change(rules);
                thread.end();
            }
        } else if (thread == null) {
            if (isCorrelated(pack) || unfinished.contains(pack)) {
                threads.put(pack, new CorrelationThread(parts, head, pack, rules, this::retire));
            }
        } else {
            thread.change(rules);
        }
        fed = List.copyOf(threads.values());
        if (!threads.isEmpty()) {
            watch.begin();
        }
    }

    /** Ends a thread none of whose rules is correlated any more. */
    private synchronized void retire(CorrelationThread spent) {
        String pack = spent.pack();
        unfinished.remove(pack);
        if (!isCorrelated(pack) && threads.remove(pack, spent)) {
            spent.end();
            fed = List.copyOf(threads.values());
        }
    }

    private boolean isCorrelated(String pack) {
        return active.getOrDefault(pack, Map.of()).values().stream()
                .anyMatch(rule -> rule.rule().isCorrelated());
    }

    /** A rule that does not come back keeps its thread; the others of its pack go on with another one. */
    private void replace(CorrelationThread stuck, Set<Ref> guilty) {
        stuck.abandon();
        if (guilty.isEmpty()) {
            LOG.error(
                    "The rules over several events of pack {} have been busy for more than {} s, and which of them is to"
                            + " blame cannot be told; they go on from their last commit.",
                    stuck.pack(),
                    PATIENCE.toSeconds());
        }
        try {
            stuck.running(guilty)
                    .forEach(rule -> parts.quarantine()
                            .take(rule, "it took more than " + PATIENCE.toSeconds() + " s for one event"));
        } finally {
            // where the rule could not be taken out now, the next thread meets it again, and so does the watch
            synchronized (this) {
                if (threads.remove(stuck.pack(), stuck)) {
                    renew(stuck.pack());
                }
            }
        }
    }

    /** Takes the events of a batch that was committed. */
    public void committed(Batch batch) {
        List<CorrelationThread> now = fed;
        if (now.isEmpty()) {
            return;
        }
        List<TriggerInstances.Entry> accepted = batch.accepted();
        for (TriggerInstances.Entry entry : accepted) {
            now.forEach(thread -> thread.offer(entry));
        }
        if (!accepted.isEmpty()) {
            head.committed(accepted.get(accepted.size() - 1).instance().acceptedAt());
        }
    }

    /** {@return how the rules of each pack are doing that this node runs} */
    public List<PackStatus> status() {
        return fed.stream().map(CorrelationThread::status).toList();
    }

    /** Stops in order: what came of the events that were taken is committed. */
    @Override
    public void close() {
        List<CorrelationThread> ending;
        synchronized (this) {
            started = false;
            ending = new ArrayList<>(threads.values());
            threads.clear();
            fed = List.of();
        }
        watch.close();
        ending.forEach(CorrelationThread::end);
        ending.forEach(CorrelationThread::join);
    }
}
