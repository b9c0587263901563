package io.drover.restapi.executions;

import io.drover.model.execution.Execution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The orders in which the descendants of a run are listed. */
final class Descent {
    private Descent() {}

    /**
     * Puts each run before its children, and those before its next sibling.
     *
     * @param root the run that all descend from
     * @param generations the nearest generation first, siblings in their order
     */
    static List<Execution> depthFirst(String root, List<Execution> generations) {
        Map<String, List<Execution>> byParent = new HashMap<>();
        for (Execution execution : generations) {
            byParent.computeIfAbsent(String.valueOf(execution.cause().parent()), none -> new ArrayList<>())
                    .add(execution);
        }
        List<Execution> ordered = new ArrayList<>();
        Deque<Execution> waiting = new ArrayDeque<>(byParent.getOrDefault(root, List.of()));
        while (!waiting.isEmpty()) {
            Execution next = waiting.remove();
            ordered.add(next);
            List<Execution> children = byParent.getOrDefault(next.id(), List.of());
            for (int i = children.size() - 1; i >= 0; i--) {
                waiting.addFirst(children.get(i));
            }
        }
        return ordered;
    }

    /** Puts the runs in the order in which they were asked for. */
    static List<Execution> byTime(List<Execution> generations) {
        return generations.stream()
                .sorted(Comparator.comparing(Execution::requestedAt))
                .toList();
    }
}
