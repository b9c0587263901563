package io.drover.persistence.execution;

import io.drover.persistence.sql.StoredText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Which values the fields of executions have: each is written down once, when the first execution comes with it, so that
 * nobody has to look through all executions. One for each store; what is known to be stored is remembered.
 */
public final class KnownValues {
    private static final Map<String, Function<ExecutionRow, @Nullable String>> FIELDS = Map.of(
            "action", row -> row.action,
            "rule", row -> row.rule,
            "runner", row -> row.runner,
            "trigger", row -> row.trigger,
            "trigger_type", row -> row.triggerType,
            "user", row -> row.user);

    /** An index takes no longer ones, and nobody chooses from them. */
    private static final int LONGEST = 256;

    private final Map<String, Set<String>> stored =
            FIELDS.keySet().stream().collect(Collectors.toMap(field -> field, field -> ConcurrentHashMap.newKeySet()));

    private record Value(String field, String text) {}

    /** Writes down what rows bring that is new, in their transaction. */
    void note(StatelessSession session, List<ExecutionRow> rows) {
        Set<Value> unknown = new LinkedHashSet<>();
        FIELDS.forEach((field, read) -> {
            Set<String> known = stored.getOrDefault(field, Set.of());
            for (ExecutionRow row : rows) {
                String text = read.apply(row);
                if (text != null && !known.contains(text) && text.length() <= LONGEST) {
                    unknown.add(new Value(field, text));
                }
            }
        });
        unknown.forEach(value -> note(session, value));
    }

    // a value counts as known only once it is found: the transaction that writes it may still fail
    private void note(StatelessSession session, Value value) {
        boolean isThere = session.createNativeQuery(
                                "select count(*) from execution_value where field = :field and content = :content",
                                Long.class)
                        .setParameter("field", value.field())
                        .setParameter("content", StoredText.of(value.text()))
                        .getSingleResult()
                > 0;
        if (isThere) {
            stored.getOrDefault(value.field(), Set.of()).add(value.text());
        } else {
            session.createNativeMutationQuery("insert into execution_value (field, content) values (:field, :content)")
                    .setParameter("field", value.field())
                    .setParameter("content", StoredText.of(value.text()))
                    .executeUpdate();
        }
    }

    /** {@return per field the values, in their order} */
    static SortedMap<String, List<String>> read(StatelessSession session) {
        SortedMap<String, List<String>> values = new TreeMap<>();
        FIELDS.keySet().forEach(field -> values.put(field, new ArrayList<>()));
        for (Object[] row : session.createNativeQuery(
                        "select distinct field, content from execution_value order by field, content", Object[].class)
                .getResultList()) {
            values.computeIfAbsent((String) row[0], field -> new ArrayList<>()).add((String) row[1]);
        }
        return values;
    }
}
