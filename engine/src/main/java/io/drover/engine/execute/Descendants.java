package io.drover.engine.execute;

import io.drover.model.execution.Execution;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The executions that others asked for, as they are stored. */
record Descendants(Store store) {
    private static final int PARENTS_AT_ONCE = 500;

    /**
     * {@return the descendants of an execution, generation after generation, each in the order of their requests}
     *
     * @param depth how many generations; negative: all
     */
    List<Execution> of(String id, int depth) {
        Set<String> seen = new LinkedHashSet<>(Set.of(id));
        List<Execution> all = new ArrayList<>();
        List<String> parents = List.of(id);
        for (int generation = 0; !parents.isEmpty() && generation != depth; generation++) {
            List<String> next = new ArrayList<>();
            for (Execution child : children(parents)) {
                if (seen.add(child.id())) {
                    all.add(child);
                    next.add(child.id());
                }
            }
            parents = next;
        }
        return all;
    }

    private List<Execution> children(List<String> parents) {
        return store.read(transaction -> {
            List<Execution> children = new ArrayList<>();
            for (List<String> some : portions(parents)) {
                Query query = new Query(
                        Map.of("parent", Set.copyOf(some)),
                        null,
                        null,
                        List.of(new Query.Order("start_timestamp", true)),
                        0,
                        -1);
                children.addAll(transaction.executions().list(query).items());
            }
            return children;
        });
    }

    /** {@return by parent the ids of its direct children, in the order of their requests; a parent that has none is left out} */
    Map<String, List<String>> childIds(Set<String> parents) {
        return store.read(transaction -> {
            Map<String, List<String>> children = new LinkedHashMap<>();
            for (List<String> some : portions(List.copyOf(parents))) {
                children.putAll(transaction.executions().childIds(Set.copyOf(some)));
            }
            return children;
        });
    }

    private static List<List<String>> portions(List<String> all) {
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PARENTS_AT_ONCE) {
            portions.add(all.subList(from, Math.min(all.size(), from + PARENTS_AT_ONCE)));
        }
        return portions;
    }
}
