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
    private volatile MemoryTransaction committed;

    public MemoryStore() {
        this(InstantSource.system());
    }

    /** @param clock stands for the database's own */
    public MemoryStore(InstantSource clock) {
        this.committed = new MemoryTransaction(clock);
    }

    @Override
    public synchronized <T> T inTransaction(Function<Transaction, T> work) {
        MemoryTransaction working = committed.copy();
        T result = work.apply(working);
        committed = working;
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
