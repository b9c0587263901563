package io.drover.engine.follow;

import io.drover.engine.cluster.Lease;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The time during which this node runs some rules, of which one node at a time does. What is written under a term that is over
 * is refused. Used by the thread of those rules alone.
 */
public final class Term {
    /** Behind the last event of any batch. */
    private static final int END = Integer.MAX_VALUE;
    /** No term is it. */
    private static final long NONE = 0;

    private final Store store;
    private final String name;
    private final String rules;
    private final int node;
    private final InstantSource clock;
    private long number = NONE;

    /**
     * A term that has not begun.
     *
     * @param name under which the nodes take turns, and under which is stored how far the rules have come
     * @param rules what is run, in words
     */
    public Term(Store store, String name, String rules, int node, InstantSource clock) {
        this.store = store;
        this.name = name;
        this.rules = rules;
        this.node = node;
        this.clock = clock;
    }

    /**
     * Has this node run the rules from now on, if no other does. Rules that run for the first time begin with the next event.
     *
     * @return whether it does
     */
    public boolean claim() {
        OptionalLong claimed = store.inTransaction(transaction -> {
            Map<Integer, Position> ends = new HashMap<>();
            transaction.batches().last().forEach((other, last) -> ends.put(other, new Position(other, last, END)));
            ProgramCursor first = new ProgramCursor(name, ends, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return transaction.programs().claim(first, node, Lease.LENGTH);
        });
        number = claimed.orElse(NONE);
        return claimed.isPresent();
    }

    /** Leaves the rules to other nodes. */
    public void release() {
        store.change(transaction -> transaction.programs().release(name, number));
    }

    /**
     * Looks whether this node still runs the rules.
     *
     * @throws DroverException {@code CONFLICT} where another does
     */
    public void require() {
        if (!store.<Boolean>read(transaction -> transaction.programs().isNewest(name, number))) {
            throw takenOver();
        }
    }

    /** {@return how far the rules have come} */
    public ProgramCursor cursor(Transaction transaction) {
        return transaction.programs().cursor(name).orElseThrow(this::takenOver);
    }

    /**
     * Stores how far the rules have come.
     *
     * @throws DroverException {@code CONFLICT} where another node runs them: nothing of the transaction counts
     */
    public void put(Transaction transaction, ProgramCursor reached) {
        if (!transaction.programs().put(reached, number)) {
            throw takenOver();
        }
    }

    private DroverException takenOver() {
        return DroverException.conflict("Another node runs " + rules
                + " now, as this one was silent for too long. This one waits until they are free.");
    }
}
