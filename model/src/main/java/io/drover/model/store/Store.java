package io.drover.model.store;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The database. Every change and its audit record go into one transaction; nothing outside is called inside one.
 *
 * <p>A {@link io.drover.model.error.DroverException} with {@code UNAVAILABLE} means that the database did not answer: the
 * work may or may not be committed, which {@link Batches#find} tells. Any other exception means that nothing is committed.
 */
public interface Store extends AutoCloseable {

    /** Does the work and commits it. */
    <T> T inTransaction(Function<Transaction, T> work);

    /** Reads; what the query changes is not kept. */
    <T> T read(Function<Transaction, T> query);

    /** Does work without a result and commits it. */
    default void change(Consumer<Transaction> work) {
        inTransaction(transaction -> {
            work.accept(transaction);
            return Boolean.TRUE;
        });
    }

    /**
     * Runs a query of the user over the views of {@code report_v1}, with no more rights than the role
     * {@code drover_report} has.
     *
     * @param limit most rows that are returned
     */
    ReportTable report(String sql, int limit);

    /**
     * As {@link #report(String, int)}, for any number of rows, none of which is kept here.
     *
     * @param rows is called in the transaction that reads; what it throws ends the report
     */
    void report(String sql, ReportRows rows);

    /** {@return whether other nodes may work on this database, too} */
    boolean isShared();

    /** {@return what the database says of itself, for logs and the readiness check, such as {@code H2 2.4.240} } */
    String describe();

    @Override
    void close();
}
