package io.drover.engine.rehearse;

import io.drover.model.error.DroverException;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A store whose next transactions go wrong as a test asks for. */
public final class UnreliableStore implements Store {
    private final Store store;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private volatile Runnable whenFailing = () -> {};
    private final AtomicInteger readers = new AtomicInteger();
    private volatile boolean deaf;
    private volatile Hold hold = new Hold(new CountDownLatch(0), new CountDownLatch(0));

    private record Hold(CountDownLatch until, CountDownLatch reached) {}

    /** How a transaction goes wrong. */
    public enum Fault {
        /** The work is not even begun. */
        NO_CONNECTION,
        /** The work is done, but not committed. */
        NOT_COMMITTED,
        /** The work is committed, but nobody is told. */
        ANSWER_LOST
    }

    public UnreliableStore(Store store) {
        this.store = store;
    }

    /** The next transactions that write fail like this, one after the other. */
    public void next(Fault... coming) {
        faults.addAll(List.of(coming));
    }

    /** What is done with every failure, before it is thrown. */
    public void whenFailing(Runnable step) {
        whenFailing = step;
    }

    /** Whether nothing is answered at all. */
    public void deaf(boolean now) {
        deaf = now;
    }

    /** Holds transactions until the first latch is open; counts the second one down when one came. */
    public void hold(CountDownLatch until, CountDownLatch reached) {
        hold = new Hold(until, reached);
    }

    @Override
    public <T> T inTransaction(Function<Transaction, T> work) {
        waitWhileHeld();
        Fault fault = deaf ? Fault.NO_CONNECTION : faults.poll();
        if (fault == null) {
            return store.inTransaction(work);
        }
        switch (fault) {
            case NO_CONNECTION -> {}
            case NOT_COMMITTED ->
                store.read(transaction -> {
                    T unused = work.apply(transaction);
                    return Boolean.TRUE;
                });
            case ANSWER_LOST -> store.inTransaction(work);
        }
        throw unavailable("The transaction was hit by " + fault);
    }

    private void waitWhileHeld() {
        Hold now = hold;
        now.reached().countDown();
        try {
            now.until().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DroverException unavailable(String message) {
        whenFailing.run();
        return DroverException.unavailable(message, new IllegalStateException("as the test asked for"));
    }

    @Override
    public <T> T read(Function<Transaction, T> query) {
        if (deaf) {
            throw unavailable("Nothing is answered");
        }
        readers.incrementAndGet();
        try {
            return store.read(query);
        } finally {
            readers.decrementAndGet();
        }
    }

    /** {@return how many transactions that only read are open} */
    public int readers() {
        return readers.get();
    }

    @Override
    public ReportTable report(String sql, int limit) {
        return store.report(sql, limit);
    }

    @Override
    public void report(String sql, ReportRows rows) {
        store.report(sql, rows);
    }

    @Override
    public boolean isShared() {
        return store.isShared();
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
