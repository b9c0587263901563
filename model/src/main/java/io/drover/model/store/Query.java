package io.drover.model.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to list. Which fields a collection can be filtered and sorted by stands at its {@code list} method; another field is
 * an {@code INVALID_ARGUMENT}.
 *
 * @param equal per field the values that pass; the value {@code null} as text stands for "absent"
 * @param after only what happened after this instant
 * @param before only what happened before this instant
 * @param orders first the most significant; empty: newest first
 * @param limit most items, -1: all
 */
public record Query(
        Map<String, Set<String>> equal,
        @Nullable Instant after,
        @Nullable Instant before,
        List<Order> orders,
        int offset,
        int limit) {

    /** Stands for "the field is absent". */
    public static final String ABSENT = "null";

    /** One key of the sort order. */
    public record Order(String field, boolean ascending) {}

    public Query {
        equal = Map.copyOf(equal);
        orders = List.copyOf(orders);
    }

    public static Query all() {
        return new Query(Map.of(), null, null, List.of(), 0, -1);
    }

    public static Query first(int limit) {
        return new Query(Map.of(), null, null, List.of(), 0, limit);
    }

    public Query where(String field, String value) {
        Map<String, Set<String>> more = new LinkedHashMap<>(equal);
        more.put(field, Set.of(value));
        return new Query(more, after, before, orders, offset, limit);
    }
}
