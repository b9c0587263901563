package io.drover.engine.rehearse;

import io.drover.model.error.DroverException;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows by key, in the order of their insertion. */
final class Table<T> {
    private final Map<String, T> rows;

    Table() {
        this(Map.of());
    }

    private Table(Map<String, T> rows) {
        this.rows = new LinkedHashMap<>(rows);
    }

    Table<T> copy() {
        return new Table<>(rows);
    }

    void insert(String key, T row) {
        if (rows.putIfAbsent(key, row) != null) {
            throw DroverException.conflict("Inserted the key '" + key + "', but it is taken.");
        }
    }

    void put(String key, T row) {
        rows.put(key, row);
    }

    boolean remove(String key) {
        return rows.remove(key) != null;
    }

    /** {@return how many rows were removed} */
    int removeIf(Predicate<T> which) {
        int before = rows.size();
        boolean unused = rows.values().removeIf(which);
        return before - rows.size();
    }

    Optional<T> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    List<T> all() {
        return List.copyOf(rows.values());
    }

    Stream<T> stream() {
        return rows.values().stream();
    }

    int size() {
        return rows.size();
    }

    /**
     * What a table can be asked for.
     *
     * @param fields null: absent
     */
    record Shape<T>(Map<String, Function<T, @Nullable String>> fields, Function<T, Instant> time, boolean newestFirst) {
        private static final List<Query.Order> OLDEST_FIRST = List.of(new Query.Order("position", true));

        Listing<T> list(Table<T> table, Query query) {
            List<T> found = new ArrayList<>(
                    table.stream().filter(row -> passes(row, query)).toList());
            boolean oldestFirst = query.orders().equals(OLDEST_FIRST);
            if (newestFirst && !oldestFirst) {
                Collections.reverse(found);
            }
            if (!oldestFirst) {
                order(query).ifPresent(found::sort);
            }
            long total = found.size();
            Stream<T> page = found.stream().skip(query.offset());
            return new Listing<>((query.limit() < 0 ? page : page.limit(query.limit())).toList(), total);
        }

        private boolean passes(T row, Query query) {
            Instant at = time.apply(row);
            Instant after = query.after();
            Instant before = query.before();
            return (after == null || at.isAfter(after))
                    && (before == null || at.isBefore(before))
                    && query.equal().entrySet().stream()
                            .allMatch(entry -> holds(row, entry.getKey(), entry.getValue()));
        }

        private boolean holds(T row, String field, Set<String> wanted) {
            String value = field(field).apply(row);
            return wanted.contains(value == null ? Query.ABSENT : value);
        }

        private Function<T, @Nullable String> field(String name) {
            Function<T, @Nullable String> field = fields.get(name);
            if (field == null) {
                throw DroverException.invalid("Expected one of " + fields.keySet() + ", but found '" + name + "'.");
            }
            return field;
        }

        private Optional<Comparator<T>> order(Query query) {
            return query.orders().stream()
                    .map(order -> {
                        Comparator<T> by = Comparator.comparing(
                                row -> String.valueOf(field(order.field()).apply(row)));
                        return order.ascending() ? by : by.reversed();
                    })
                    .reduce(Comparator::thenComparing);
        }
    }
}
