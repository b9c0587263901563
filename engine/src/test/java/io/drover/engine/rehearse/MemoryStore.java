package io.drover.engine.rehearse;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.InstantSource;
import java.util.function.Function;

/** A store that forgets with its process. A transaction works on a copy, which takes the place of the whole at its commit. */
public final class MemoryStore implements Store {
    private final InstantSource clock;
    private volatile MemoryTransaction committed;
    private volatile Runnable afterCommit = () -> {};

    public MemoryStore() {
        this(InstantSource.system());
    }

    /** @param clock stands for the database's own */
    public MemoryStore(InstantSource clock) {
        this(clock, new MemoryTransaction(clock));
    }

    private MemoryStore(InstantSource clock, MemoryTransaction committed) {
        this.clock = clock;
        this.committed = committed;
    }

    /** {@return a store with what is committed here now; from now on they go different ways} */
    public MemoryStore copy() {
        return new MemoryStore(clock, committed);
    }

    /** Does something after each commit, before its writer is told. */
    public void afterCommit(Runnable step) {
        afterCommit = step;
    }

    @Override
    public synchronized <T> T inTransaction(Function<Transaction, T> work) {
        MemoryTransaction working = committed.copy();
        T result = work.apply(working);
        committed = working;
        afterCommit.run();
        return result;
    }

    @Override
    public <T> T read(Function<Transaction, T> query) {
        return query.apply(committed.copy());
    }

    @Override
    public ReportTable report(String sql, int limit) {
        throw DroverException.of(ErrorCode.INVALID_ARGUMENT, "A store in memory understands no SQL.");
    }

    @Override
    public void report(String sql, ReportRows rows) {
        throw DroverException.of(ErrorCode.INVALID_ARGUMENT, "A store in memory understands no SQL.");
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}
}
