package io.drover.engine.cluster;

import io.drover.engine.commit.Batch;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.store.SensorOwners.Owner;
import io.drover.model.store.Store;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of the sensors that run on one node at a time run here: those that this node has claimed and still has. It stops them
 * when it cannot renew its lease, before another node may take them over. What such a sensor emits from that moment on is
 * refused, whether it has stopped yet or not; and whatever it emits is committed only under the newest term, so that a node
 * which was frozen meanwhile commits nothing for its successor.
 *
 * <p>On a database that no other node can share, all sensors run and nothing here does anything.
 */
public final class SensorTurns {
    /** How old the lease may be for sensors to run: what is left of it is their time to stop. */
    static final Duration SURE = Lease.LENGTH.minusSeconds(6);

    private final Store store;
    private final Sensors sensors;
    private final int node;
    private final Supplier<Duration> leaseAge;
    private final Consumer<Set<Ref>> taken;
    private final boolean isShared;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Set<String> takenInTurns = Set.of();
    private volatile Map<Ref, Long> held = Map.of();
    private volatile Map<Ref, String> owners = Map.of();
    private boolean ended;

    /**
     * Turns of which this node has none yet.
     *
     * @param node its number
     * @param leaseAge how long ago this node's lease was renewed
     * @param taken is told which sensors this node has claimed, before they run
     */
    public SensorTurns(Store store, Sensors sensors, int node, Supplier<Duration> leaseAge, Consumer<Set<Ref>> taken) {
        this.store = store;
        this.sensors = sensors;
        this.node = node;
        this.leaseAge = leaseAge;
        this.taken = taken;
        this.isShared = store.isShared();
        if (isShared) {
            sensors.hold(Set.of());
        }
    }

    /**
     * Looks which sensors this node has to run, and has them run.
     *
     * @throws DroverException where the database does not answer; then all is as it was
     */
    public void look() {
        if (!isShared) {
            return;
        }
        looking.lock();
        try {
            if (!ended) {
                lookOnce();
            }
        } finally {
            looking.unlock();
        }
    }

    private void lookOnce() {
        List<SensorStatus> inTurns =
                sensors.list().stream().filter(status -> !status.everyNode()).toList();
        takenInTurns =
                inTurns.stream().map(status -> status.type().ref().toString()).collect(Collectors.toUnmodifiableSet());
        Set<Ref> wanted = new HashSet<>();
        inTurns.stream()
                .filter(status -> status.type().enabled())
                .forEach(status -> wanted.add(status.type().ref()));
        Map<Ref, Owner> had = new HashMap<>();
        store.read(transaction -> transaction.sensorOwners().list(Lease.LENGTH))
                .forEach(owner -> had.put(owner.sensor(), owner));
        Map<Ref, Long> mine = new HashMap<>(held);
        mine.entrySet().removeIf(each -> !isMine(had.get(each.getKey()), each.getValue()));
        Map<Ref, Long> unwanted = new HashMap<>(mine);
        unwanted.keySet().removeAll(wanted);
        mine.keySet().retainAll(wanted);
        hold(mine);
        wanted.removeAll(mine.keySet());
        wanted.removeIf(sensor -> !isFree(had.get(sensor)));
        if (isSure() && !(wanted.isEmpty() && unwanted.isEmpty())) {
            Map<Ref, Long> claimed = store.inTransaction(transaction -> {
                unwanted.forEach(transaction.sensorOwners()::release);
                return transaction.sensorOwners().claim(wanted, node, Lease.LENGTH);
            });
            if (!claimed.isEmpty()) {
                taken.accept(claimed.keySet());
            }
            mine.putAll(claimed);
            hold(mine);
            had.clear();
            store.read(transaction -> transaction.sensorOwners().list(Lease.LENGTH))
                    .forEach(owner -> had.put(owner.sensor(), owner));
        }
        Map<Ref, String> names = new HashMap<>();
        had.forEach((sensor, owner) -> names.put(sensor, owner.name()));
        owners = Map.copyOf(names);
    }

    private boolean isMine(@Nullable Owner owner, long term) {
        return owner != null && owner.node() == node && owner.term() == term;
    }

    private boolean isFree(@Nullable Owner owner) {
        return owner == null || owner.node() == node || owner.isSilent();
    }

    private boolean isSure() {
        return leaseAge.get().compareTo(SURE) <= 0;
    }

    /** Stops the sensors that run here in turns, where this node's lease is too old. The database is not asked. */
    public void guard() {
        if (!held.isEmpty() && !isSure()) {
            hold(Map.of());
        }
    }

    private synchronized void hold(Map<Ref, Long> terms) {
        Map<Ref, Long> next = isSure() ? Map.copyOf(terms) : Map.of();
        if (!next.equals(held)) {
            held = next;
            sensors.hold(next.keySet());
        }
    }

    /** Leaves the sensors, which must have stopped, to the other nodes, and claims none any more. */
    public void release() {
        if (!isShared) {
            return;
        }
        looking.lock();
        try {
            ended = true;
            Map<Ref, Long> terms = held;
            if (!terms.isEmpty()) {
                store.change(transaction -> terms.forEach(transaction.sensorOwners()::release));
            }
        } finally {
            looking.unlock();
        }
    }

    /** {@return the name of the node that had a sensor at the last look} */
    public Optional<String> owner(Ref sensor) {
        return Optional.ofNullable(owners.get(sensor));
    }

    /**
     * {@return what has the event of a source committed only as long as this node runs it; nothing where the source is no
     * sensor that runs in turns}
     *
     * @throws DroverException {@code CONFLICT} where this node does not run it any more
     */
    public Consumer<Batch> fence(String source) {
        if (!takenInTurns.contains(source)) {
            return batch -> {};
        }
        Ref sensor = Ref.parse(source);
        Long term = held.get(sensor);
        if (term == null || !isSure()) {
            throw takenOver(sensor);
        }
        return batch -> batch.alsoOnce(Map.entry(sensor, term), transaction -> {
            if (!transaction.sensorOwners().holds(sensor, term)) {
                throw takenOver(sensor);
            }
        });
    }

    private static DroverException takenOver(Ref sensor) {
        return DroverException.conflict(
                "Expected sensor '" + sensor + "' to run on this node, but another node has taken"
                        + " it over, or may do so now. What this one still emitted was not committed; the source gives it to the other node.");
    }
}
