package io.drover.engine.cluster;

import io.drover.model.error.DroverException;
import io.drover.model.store.Store;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's lease, and what follows from those of the others. A node that was silent for {@link #LENGTH} has lost what it
 * held: another node takes it over, each execution by its next attempt, so that whatever the silent node may still write of
 * it is refused. A node that finds it was silent itself looks what it still holds before it goes on.
 */
public final class Lease {
    /** How long a node may be silent before others take over what it holds. */
    public static final Duration LENGTH = Duration.ofSeconds(20);

    private static final Duration PATIENCE = LENGTH.dividedBy(2);

    private final Store store;
    private final String node;
    private final String home;
    private final String life;
    private final Holdings holdings;
    private final Runnable replaced;
    private final LongSupplier nanoTime;
    private volatile long lastBeat;
    /** When it was renewed first after it had been over; null where it never was. */
    private volatile @Nullable Long back;

    /** What a node holds. */
    public interface Holdings {
        /** Takes over what a silent node held. */
        void takeOver(String silent);

        /** Stops what others have taken over. */
        void reconsider();
    }

    /**
     * A lease that has not begun.
     *
     * @param home names this node's data folder
     * @param life names this process among all that ever had this node's name
     * @param replaced is told, once, that another process works under this node's name
     */
    public Lease(
            Store store,
            String node,
            String home,
            String life,
            Holdings holdings,
            Runnable replaced,
            LongSupplier nanoTime) {
        this.store = store;
        this.node = node;
        this.home = home;
        this.life = life;
        this.holdings = holdings;
        this.replaced = replaced;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins it: an earlier life of this node has its name no longer.
     *
     * @throws DroverException {@code CONFLICT} where another node works under this name
     */
    public void begin() {
        long now = nanoTime.getAsLong();
        if (!store.inTransaction(transaction -> transaction.nodes().begin(node, home, life, LENGTH))) {
            throw DroverException.conflict(
                    "Expected a name of its own for each node, but another daemon works as '" + node
                            + "' on this database. Give each its own 'node.name'; where that one has just ended, wait "
                            + LENGTH.toSeconds() + " seconds.");
        }
        lastBeat = now;
    }

    /** {@return whether others may have taken over what this node holds, so that it should begin nothing of that} */
    boolean isOver() {
        return age().compareTo(LENGTH) > 0;
    }

    /** {@return how long ago it was renewed} */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastBeat);
    }

    /**
     * Renews it.
     *
     * @return whether it goes on
     */
    public boolean renew() {
        // before the database is asked: its own clock, by which the others judge, is read later
        long now = nanoTime.getAsLong();
        if (!store.inTransaction(transaction -> transaction.nodes().beat(node, life))) {
            replaced.run();
            return false;
        }
        if (now - lastBeat > LENGTH.toNanos()) {
            holdings.reconsider();
            back = now;
        }
        lastBeat = now;
        return true;
    }

    /** Takes over from those who did not renew theirs. That may last longer than a lease. */
    void succeed() {
        if (isOver() || isJustBack()) {
            return;
        }
        for (String silent : store.read(transaction -> transaction.nodes().silent(node, LENGTH))) {
            // else a transaction it has open could keep its rows locked for as long as nobody finds that it is cut off
            if (store.inTransaction(transaction -> transaction.nodes().cutOff(silent, LENGTH))) {
                holdings.takeOver(silent);
            }
        }
    }

    /** Where it was the database that was away, the others were silent with this node, and speak again with it. */
    private boolean isJustBack() {
        Long since = back;
        return since != null && nanoTime.getAsLong() - since < PATIENCE.toNanos();
    }
}
