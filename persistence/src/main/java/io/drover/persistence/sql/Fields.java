package io.drover.persistence.sql;

import io.drover.model.error.DroverException;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which a table can be filtered and sorted, and how to list it.
 *
 * @param row the class of its rows
 * @param paths per field name the attribute of the row
 * @param time the attribute of {@link Query#after} and {@link Query#before}
 * @param order the attributes that put the rows in order, without gaps in what they tell apart
 * @param newestFirst the order where the query asks for none
 * @param lookups for fields whose attribute has no index, how rows are found by them: a condition in HQL, where {@code r} is
 *     the row and {@code :values} are the values that pass
 */
public record Fields<R>(
        Class<R> row,
        Map<String, String> paths,
        String time,
        List<String> order,
        boolean newestFirst,
        Map<String, String> lookups) {
    public Fields {
        paths = Map.copyOf(paths);
        order = List.copyOf(order);
        lookups = Map.copyOf(lookups);
    }

    /** Fields that are all found by their attributes. */
    public Fields(Class<R> row, Map<String, String> paths, String time, List<String> order, boolean newestFirst) {
        this(row, paths, time, order, newestFirst, Map.of());
    }

    /**
     * What all listed rows have in common, whatever the query asks for.
     *
     * @param text in HQL, where {@code r} is the row
     */
    public record Condition(String text, Map<String, Object> parameters) {
        private static final Condition NONE = new Condition("", Map.of());

        public Condition {
            parameters = Map.copyOf(parameters);
        }
    }

    /** {@return what the query asks for} */
    public <T> Listing<T> list(StatelessSession session, Query query, Function<R, T> read) {
        return list(session, query, Condition.NONE, read);
    }

    /** {@return what the query asks for among the rows that meet a condition} */
    public <T> Listing<T> list(StatelessSession session, Query query, Condition always, Function<R, T> read) {
        if (query.offset() < 0 || query.limit() < -1) {
            throw DroverException.invalid("Expected an offset from 0 and a limit from -1 on, but found "
                    + query.offset() + " and " + query.limit() + ". Use -1 for no limit.");
        }
        Map<String, Object> parameters = new LinkedHashMap<>(always.parameters());
        String where = where(query, always, parameters);
        List<T> items = query.limit() == 0
                ? List.of()
                : select(session, query, where, parameters).stream().map(read).toList();
        return new Listing<>(items, total(session, query, where, parameters, items.size()));
    }

    private List<R> select(StatelessSession session, Query query, String where, Map<String, Object> parameters) {
        SelectionQuery<R> select =
                session.createSelectionQuery("from " + row.getSimpleName() + " r" + where + orderBy(query), row);
        parameters.forEach((name, value) -> bind(select, name, value));
        select.setFirstResult(query.offset());
        if (query.limit() > 0) {
            select.setMaxResults(query.limit());
        }
        return select.getResultList();
    }

    private long total(StatelessSession session, Query query, String where, Map<String, Object> parameters, int found) {
        boolean sawTheEnd = query.limit() < 0 || found < query.limit();
        if (sawTheEnd && query.limit() != 0 && (found > 0 || query.offset() == 0)) {
            return query.offset() + (long) found;
        }
        SelectionQuery<Long> count =
                session.createSelectionQuery("select count(*) from " + row.getSimpleName() + " r" + where, Long.class);
        parameters.forEach((name, value) -> bind(count, name, value));
        return count.getSingleResult();
    }

    private static void bind(SelectionQuery<?> query, String name, Object value) {
        if (value instanceof List<?> list) {
            query.setParameterList(name, list);
        } else {
            query.setParameter(name, value);
        }
    }

    private String where(Query query, Condition always, Map<String, Object> parameters) {
        List<String> conditions = new ArrayList<>();
        if (!always.text().isEmpty()) {
            conditions.add(always.text());
        }
        query.equal().forEach((field, values) -> conditions.add(equal(field, values, parameters)));
        between(query.after(), ">", parameters, conditions);
        between(query.before(), "<", parameters, conditions);
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private void between(
            @Nullable Instant bound, String comparison, Map<String, Object> parameters, List<String> conditions) {
        if (bound != null) {
            String name = "p" + parameters.size();
            parameters.put(name, bound);
            conditions.add("r." + time + " " + comparison + " :" + name);
        }
    }

    private String equal(String field, Set<String> values, Map<String, Object> parameters) {
        String path = path(field);
        List<Object> present = new ArrayList<>();
        for (String value : values) {
            if (!value.equals(Query.ABSENT)) {
                present.add(path.equals(time) ? instant(field, value) : value);
            }
        }
        List<String> either = new ArrayList<>();
        if (values.contains(Query.ABSENT)) {
            either.add("r." + path + " is null");
        }
        if (!present.isEmpty()) {
            String name = "p" + parameters.size();
            parameters.put(name, present);
            either.add(
                    lookups.getOrDefault(field, "r." + path + " in (:values)").replace(":values", ":" + name));
        }
        return either.isEmpty() ? "1 = 0" : "(" + String.join(" or ", either) + ")";
    }

    private static Instant instant(String field, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw DroverException.invalid("Expected field '" + field + "' to equal an instant such as"
                    + " '2026-01-31T12:00:00.000000Z', but found '" + value + "'.");
        }
    }

    private String orderBy(Query query) {
        List<String> keys = new ArrayList<>();
        for (Query.Order key : query.orders()) {
            String path = path(key.field());
            keys.add("r." + path + (key.ascending() ? " asc" : " desc") + nulls(path, key.ascending()));
        }
        boolean descending =
                query.orders().isEmpty() ? newestFirst : !query.orders().get(0).ascending();
        order.stream()
                .map(attribute -> "r." + attribute + (descending ? " desc" : " asc"))
                .filter(key -> !keys.contains(key))
                .forEach(keys::add);
        return " order by " + String.join(", ", keys);
    }

    /** The databases disagree on where null goes; time and place are never null, and their indexes have no say in it. */
    private String nulls(String path, boolean ascending) {
        if (path.equals(time) || order.contains(path)) {
            return "";
        }
        return ascending ? " nulls first" : " nulls last";
    }

    private String path(String field) {
        String path = paths.get(field);
        if (path == null) {
            throw DroverException.invalid("Expected to filter or sort by one of " + new TreeSet<>(paths.keySet())
                    + ", but found '" + field + "'.");
        }
        return path;
    }
}
