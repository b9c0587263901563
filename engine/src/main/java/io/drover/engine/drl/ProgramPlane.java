package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Committer;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.Runs;
import io.drover.engine.follow.StuckWatch;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Program;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the DRL rules of all packs, each pack on a thread of its own. While no pack has any, there is no thread, and a commit
 * costs one look.
 */
public final class ProgramPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramPlane.class);
    /** How long one rule may keep its pack waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Parts parts;
    private final Map<String, List<CompiledFile>> files = new HashMap<>();
    private final Map<String, ProgramThread> threads = new HashMap<>();
    private Set<Ref> active = Set.of();
    private volatile List<ProgramThread> fed = List.of();
    private final StuckWatch<ProgramThread> watch =
            new StuckWatch<>("drover-drl-watch", PATIENCE, () -> fed, this::replace);
    private boolean started;

    /**
     * What a pack's thread works with.
     *
     * @param node number of this node
     * @param mostMatches how often a rule may ask for an action within a minute
     * @param mostReplayed how many events a pack's session is filled with again at most
     * @param quarantine takes a rule out, with the reason
     * @param failPoint is told where the engine stands
     */
    public record Parts(
            Store store,
            Registry registry,
            Committer committer,
            Dispatcher dispatcher,
            RuleEnforcer enforcer,
            Runs runs,
            InstantSource clock,
            int node,
            int mostFailures,
            int mostMatches,
            long mostReplayed,
            Quarantine quarantine,
            Consumer<String> failPoint) {

        /** Takes a rule out as it is registered now. */
        void takeOut(Ref rule, String reason) {
            RegisteredRule registered = registry.rule(rule);
            if (registered != null) {
                quarantine.take(new Revision(rule, registered.revision()), reason);
            }
        }
    }

    /** Takes rules out. */
    @FunctionalInterface
    public interface Quarantine {
        /** Takes a rule out, if this is the revision of it that is in force. */
        void take(Revision rule, String reason);
    }

    public ProgramPlane(Parts parts) {
        this.parts = parts;
    }

    /** Says what the files of a pack are now; none for one that is gone. */
    public synchronized void files(String pack, List<CompiledFile> now) {
        List<CompiledFile> before = now.isEmpty() ? files.remove(pack) : files.put(pack, List.copyOf(now));
        if (!now.equals(before == null ? List.of() : before)) {
            renew(pack);
        }
    }

    /** Says which rules are run now. */
    public synchronized void active(Set<Ref> now) {
        Set<String> changed = new HashSet<>();
        now.stream().filter(rule -> !active.contains(rule)).forEach(rule -> changed.add(rule.pack()));
        active.stream().filter(rule -> !now.contains(rule)).forEach(rule -> changed.add(rule.pack()));
        active = Set.copyOf(now);
        changed.forEach(this::renew);
    }

    /** {@return the rules that are run} */
    public synchronized Set<Ref> active() {
        return active;
    }

    /** Begins to run them. */
    public synchronized void start() {
        started = true;
        new ArrayList<>(files.keySet()).forEach(this::renew);
    }

    private void renew(String pack) {
        if (!started) {
            return;
        }
        List<CompiledFile> itsFiles = files.getOrDefault(pack, List.of());
        Set<Ref> itsRules = new HashSet<>();
        itsFiles.forEach(file -> file.rules().stream()
                .filter(rule -> active.contains(rule.ref()))
                .forEach(rule -> itsRules.add(rule.ref())));
        ProgramThread thread = threads.get(pack);
        if (itsRules.isEmpty()) {
            if (thread != null) {
                threads.remove(pack);
                // it lets go of what their limits had kept
                thread.change(itsFiles, itsRules);
                thread.end();
            }
        } else if (thread == null) {
            threads.put(pack, new ProgramThread(parts, pack, itsFiles, itsRules));
        } else {
            thread.change(itsFiles, itsRules);
        }
        fed = List.copyOf(threads.values());
        if (!threads.isEmpty()) {
            watch.begin();
        }
    }

    /** A rule that does not come back keeps its thread; the others of its pack go on with another one. */
    private void replace(ProgramThread stuck, Set<Ref> guilty) {
        stuck.abandon();
        if (guilty.isEmpty()) {
            LOG.error(
                    "The DRL rules of pack {} have been busy for more than {} s, and which of them is to blame cannot be"
                            + " told; they begin anew. Look for joins without an equality.",
                    stuck.pack(),
                    PATIENCE.toSeconds());
        }
        if (stuck.isPresent()) {
            guilty.forEach(rule -> parts.takeOut(
                    rule, "it took more than " + PATIENCE.toSeconds() + " s for one event" + place(rule)));
        }
        synchronized (this) {
            if (threads.remove(stuck.pack(), stuck)) {
                renew(stuck.pack());
            }
        }
    }

    /** {@return how many events the sessions of packs began without though they look at them, by pack} */
    public Map<String, Long> leftOut() {
        Map<String, Long> leftOut = new TreeMap<>();
        for (ProgramThread thread : fed) {
            Replay shortened = thread.shortened();
            if (shortened != null) {
                leftOut.put(thread.pack(), shortened.leftOut());
            }
        }
        return leftOut;
    }

    private String place(Ref rule) {
        RegisteredRule registered = parts.registry().rule(rule);
        Program program = registered == null ? null : registered.rule().program();
        return registered == null || program == null
                ? ""
                : ", see " + rule.pack() + "/" + registered.rule().metadataFile() + ":" + program.line();
    }

    /** Takes the events of a batch that was committed. */
    public void committed(Batch batch) {
        List<ProgramThread> now = fed;
        if (!now.isEmpty()) {
            batch.accepted().forEach(entry -> now.forEach(thread -> thread.offer(entry)));
        }
    }

    /** Stops in order: what was asked for is committed. */
    @Override
    public void close() {
        List<ProgramThread> ending;
        synchronized (this) {
            started = false;
            ending = List.copyOf(threads.values());
            threads.clear();
            fed = List.of();
        }
        watch.close();
        ending.forEach(ProgramThread::end);
        ending.forEach(ProgramThread::join);
    }
}
