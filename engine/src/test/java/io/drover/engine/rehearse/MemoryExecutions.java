package io.drover.engine.rehearse;

import io.drover.model.execution.Execution;
import io.drover.model.store.Executions;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executions, each replaced by whoever holds it. */
record MemoryExecutions(Table<Execution> rows) implements Executions {
    private static final Table.Shape<Execution> SHAPE = new Table.Shape<>(fields(), Execution::requestedAt, true);

    private static Map<String, Function<Execution, @Nullable String>> fields() {
        Map<String, Function<Execution, @Nullable String>> fields = new TreeMap<>();
        fields.put("id", Execution::id);
        fields.put("status", execution -> execution.status().word());
        fields.put("action", execution -> execution.action().toString());
        fields.put("rule", execution -> text(execution.cause().rule()));
        fields.put("runner", Execution::runnerType);
        fields.put("user", execution -> execution.cause().user());
        fields.put("parent", execution -> execution.cause().parent());
        fields.put("trigger", execution -> text(execution.cause().trigger()));
        fields.put("trigger_type", execution -> text(execution.cause().triggerType()));
        fields.put("trigger_instance", execution -> execution.cause().triggerInstance());
        fields.put("trace_id", execution -> execution.trace().id());
        fields.put("trace_tag", execution -> execution.trace().tag());
        fields.put("start_timestamp", execution -> execution.requestedAt().toString());
        return fields;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @Override
    public void insertAll(List<Entry> entries) {
        entries.forEach(entry -> rows.insert(entry.execution().id(), entry.execution()));
    }

    @Override
    public List<String> updateAll(List<Update> updates) {
        List<String> fenced = new ArrayList<>();
        for (Update update : updates) {
            String id = update.execution().id();
            Execution stored = rows.find(id).orElse(null);
            if (stored == null
                    || stored.status().isCompleted()
                    || stored.claim().attempt() != update.heldAttempt()) {
                fenced.add(id);
            } else {
                rows.put(id, update.execution());
            }
        }
        return fenced;
    }

    @Override
    public Optional<Execution> find(String id) {
        return rows.find(id);
    }

    @Override
    public Optional<Execution> last() {
        List<Execution> all = rows.all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    @Override
    public Listing<Execution> list(Query query) {
        return SHAPE.list(rows, query);
    }

    @Override
    public Map<String, List<String>> childIds(Set<String> parents) {
        Map<String, List<String>> children = new TreeMap<>();
        rows.stream().forEach(execution -> {
            String parent = execution.cause().parent();
            if (parent != null && parents.contains(parent)) {
                children.computeIfAbsent(parent, none -> new ArrayList<>()).add(execution.id());
            }
        });
        return children;
    }

    @Override
    public List<Execution> unfinished(String node, int limit) {
        return rows.stream()
                .filter(execution -> !execution.status().isCompleted()
                        && (execution.claim().owner() == null
                                || node.equals(execution.claim().owner())))
                .limit(limit)
                .toList();
    }

    @Override
    public SortedMap<String, List<String>> values() {
        SortedMap<String, List<String>> values = new TreeMap<>();
        for (String field : List.of("action", "rule", "runner", "status", "trigger", "trigger_type", "user")) {
            Function<Execution, @Nullable String> read = Objects.requireNonNull(fields().get(field));
            values.put(
                    field,
                    rows.stream()
                            .map(read)
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .distinct()
                            .sorted()
                            .toList());
        }
        return values;
    }

    @Override
    public Map<String, Long> countByStatus() {
        Map<String, Long> counts = new TreeMap<>();
        rows.stream().forEach(execution -> counts.merge(execution.status().word(), 1L, Long::sum));
        return counts;
    }

    @Override
    public long open() {
        return rows.stream()
                .filter(execution -> !execution.status().isCompleted())
                .count();
    }
}
