package io.drover.engine.rehearse;

import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.Kind;
import io.drover.model.store.Query;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A store that writes down what each of its transactions changed. */
public final class WatchedStore implements Store {
    private final MemoryStore store = new MemoryStore();
    private final List<Commit> commits = new CopyOnWriteArrayList<>();

    /**
     * One transaction.
     *
     * @param changed the names of what it changed, sorted
     * @param told the audit records that it added
     */
    public record Commit(List<String> changed, List<AuditRecord> told) {}

    /** {@return the transactions that changed anything but the bookkeeping of batches} */
    public List<Commit> commits() {
        return List.copyOf(commits);
    }

    @Override
    public <T> T inTransaction(Function<Transaction, T> work) {
        return store.inTransaction(transaction -> {
            Map<String, List<?>> before = rows(transaction);
            int told = trail(transaction).size();
            T result = work.apply(transaction);
            Map<String, List<?>> after = rows(transaction);
            TreeSet<String> changed = new TreeSet<>(after.keySet());
            changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
            List<AuditRecord> trail = trail(transaction);
            if (!changed.isEmpty() || trail.size() > told) {
                commits.add(new Commit(List.copyOf(changed), List.copyOf(trail.subList(told, trail.size()))));
            }
            return result;
        });
    }

    private static Map<String, List<?>> rows(Transaction transaction) {
        Map<String, List<?>> rows = new LinkedHashMap<>();
        rows.put("event", transaction.triggerInstances().list(Query.all()).items());
        rows.put("enforcement", transaction.enforcements().list(Query.all()).items());
        rows.put("execution", transaction.executions().list(Query.all()).items());
        rows.put("rule", transaction.rules().current());
        rows.put("overlay", transaction.overlays().list());
        rows.put("dead letter", transaction.deadLetters().list(Query.all()).items());
        rows.put("api key", transaction.apiKeys().list());
        List<Object> contents = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            contents.addAll(transaction.contents().current(kind));
        }
        rows.put("content", contents);
        return rows;
    }

    private static List<AuditRecord> trail(Transaction transaction) {
        return transaction.audit().list(Query.all()).items();
    }

    @Override
    public <T> T read(Function<Transaction, T> query) {
        return store.read(query);
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
