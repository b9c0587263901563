package io.drover.engine.policy;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.enforce.Requests;
import io.drover.engine.execute.Runs;
import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where executions of actions with concurrency policies wait. Who may begin is decided within a commit, by what the database
 * says of all nodes; it is asked anew with each execution that is due, with each end, and with each change of the policies.
 * Executions of other actions cost one look-up.
 */
public final class Admission implements Runs.Gate, AutoCloseable {
    static final String CONCURRENCY = "concurrency";

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LOOKED_UP = 500;

    private final PoliciesInForce policies;
    private final Registry registry;
    private final Requests requests;
    private final Store store;
    private final Committer committer;
    private final Runs runs;
    private final InstantSource clock;
    private final String node;
    private final Repeating thread = new Repeating("drover-admission", PAUSE, this::lookAgain);
    /** What waits here, by action and id, in order. */
    private final Map<Ref, Map<String, Execution>> waiting = new TreeMap<>();
    /** The actions to look at. */
    private final Set<Ref> wanted = new TreeSet<>();
    /** The actions that are looked at, in a commit that is under way; empty: there is none. */
    private Set<Ref> current = Set.of();
    /** Whether a look was given up without knowing its outcome. */
    private boolean doubt;
    /** How many wait, for whoever asks without waiting. */
    private volatile int size;

    public Admission(
            PoliciesInForce policies,
            Registry registry,
            Requests requests,
            Store store,
            Committer committer,
            Runs runs,
            InstantSource clock,
            String node) {
        this.policies = policies;
        this.registry = registry;
        this.requests = requests;
        this.store = store;
        this.committer = committer;
        this.runs = runs;
        this.clock = clock;
        this.node = node;
        policies.whenChanged(this::lookAtAll);
    }

    /** Looks every second, too, for what other nodes did and for what could not be committed. */
    public void start() {
        thread.start();
    }

    /** {@return how many executions of this node wait because of a policy} */
    public int waiting() {
        return size;
    }

    @Override
    public boolean takes(Execution due) {
        if (policies.limits(due.action()).isEmpty()) {
            return false;
        }
        put(due);
        look(Set.of(due.action()));
        return true;
    }

    @Override
    public void forget(Execution gone) {
        if (size > 0) {
            remove(gone);
        }
    }

    private synchronized void put(Execution execution) {
        Map<String, Execution> its = waiting.computeIfAbsent(execution.action(), action -> new LinkedHashMap<>());
        size += its.put(execution.id(), execution) == null ? 1 : 0;
    }

    private synchronized void remove(Execution execution) {
        Map<String, Execution> its = waiting.get(execution.action());
        if (its != null && its.remove(execution.id()) != null) {
            size--;
            if (its.isEmpty()) {
                waiting.remove(execution.action());
            }
        }
    }

    private synchronized void replace(Execution execution) {
        Map<String, Execution> its = waiting.get(execution.action());
        if (its != null) {
            its.replace(execution.id(), execution);
        }
    }

    /** Notes that an execution is stored in another status: where it is not under way any more, the next one may begin. */
    public void changed(Execution execution) {
        boolean takesPlace = switch (execution.status()) {
            case REQUESTED, DELAYED, SCHEDULED, RUNNING -> true;
            default -> false;
        };
        if (!takesPlace && !policies.limits(execution.action()).isEmpty() && (size > 0 || store.isShared())) {
            look(Set.of(execution.action()));
        }
    }

    private void lookAtAll() {
        look(heldActions());
    }

    private synchronized Set<Ref> heldActions() {
        return Set.copyOf(waiting.keySet());
    }

    private void look(Set<Ref> actions) {
        synchronized (this) {
            wanted.addAll(actions);
            if (wanted.isEmpty() || !current.isEmpty()) {
                return;
            }
            current = Set.copyOf(wanted);
            wanted.clear();
        }
        @Nullable Pass[] last = new @Nullable Pass[1];
        CompletableFuture<Void> unused = committer
                .submit(Change.of(batch -> batch.also(transaction -> last[0] = pass(transaction, batch))))
                .handle((outcome, failure) -> {
                    settle(last[0], failure);
                    return null;
                });
    }

    /** Done again where its commit is. */
    private Pass pass(Transaction transaction, Batch batch) {
        transaction.registryChanges().hold();
        Pass pass = new Pass(policies, registry, requests, node, transaction, batch, clock.instant());
        held().forEach((action, its) -> pass.look(action, its));
        return pass;
    }

    /** {@return what this node holds of the actions that are looked at} */
    private synchronized Map<Ref, List<Execution>> held() {
        Map<Ref, List<Execution>> held = new TreeMap<>();
        current.forEach(action -> held.put(
                action, List.copyOf(waiting.getOrDefault(action, Map.of()).values())));
        return held;
    }

    private void settle(@Nullable Pass pass, @Nullable Throwable failure) {
        if (pass != null && failure == null) {
            pass.passed().forEach(execution -> {
                remove(execution);
                runs.pass(execution);
            });
            pass.delayed().forEach(execution -> {
                replace(execution);
                runs.waits(execution);
            });
            pass.turnedAway().forEach((execution, why) -> {
                remove(execution);
                runs.turnAway(execution, why);
            });
            pass.lost().forEach(this::lose);
        } else {
            LOG.warn("Who may begin of {} could not be committed; it is tried again in a moment.", current, failure);
        }
        boolean more;
        synchronized (this) {
            doubt |= failure != null;
            if (failure != null) {
                wanted.addAll(current);
            }
            current = Set.of();
            more = failure == null && !wanted.isEmpty();
        }
        if (more) {
            look(Set.of());
        }
    }

    private void lose(Execution gone) {
        remove(gone);
        runs.lose(gone);
    }

    private Duration lookAgain() {
        try {
            reconcile();
            look(store.isShared() ? heldActions() : Set.of());
        } catch (DroverException away) {
            LOG.debug("What waits because of policies could not be looked at; it is tried again in a moment.", away);
        } catch (RuntimeException e) {
            LOG.error("What waits because of policies could not be looked at; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    /** Finds out what became of those that wait longest: another node may have taken them, a commit may have been done. */
    private void reconcile() {
        List<Execution> oldest = oldest();
        if (oldest.isEmpty()) {
            return;
        }
        Query query = new Query(
                Map.of("id", oldest.stream().map(Execution::id).collect(Collectors.toSet())),
                null,
                null,
                List.of(),
                0,
                -1);
        Map<String, Execution> stored = store
                .read(transaction -> transaction.executions().list(query).items())
                .stream()
                .collect(Collectors.toMap(Execution::id, execution -> execution));
        oldest.forEach(execution -> reconcile(execution, stored.get(execution.id())));
        known();
    }

    private void reconcile(Execution known, @Nullable Execution stored) {
        if (stored == null
                || stored.status().isCompleted()
                || stored.claim().attempt() != known.claim().attempt()) {
            lose(known);
        } else if (stored.status() == ExecutionStatus.SCHEDULED) {
            remove(known);
            runs.pass(stored);
        } else if (stored.status() == ExecutionStatus.CANCELING) {
            remove(known);
            runs.turnAway(stored, "It was cancelled by a policy.");
        }
    }

    private synchronized void known() {
        doubt = false;
    }

    private synchronized List<Execution> oldest() {
        List<Execution> oldest = new ArrayList<>();
        if (current.isEmpty()) {
            long most = doubt ? Long.MAX_VALUE : LOOKED_UP;
            waiting.values().forEach(its -> its.values().stream().limit(most).forEach(oldest::add));
        }
        return oldest;
    }

    @Override
    public void close() {
        boolean unused = thread.stop();
    }
}
