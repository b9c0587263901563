package io.drover.workflow.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks that can be reached from a start task, engine commands included, and the edges between them (spec of Orquesta, section 3). */
public final class Graph {
    private final Map<String, List<Edge>> outbound = new LinkedHashMap<>();
    private final Map<String, List<Edge>> inbound = new HashMap<>();
    private final Map<String, Map<String, List<Edge>>> branches = new HashMap<>();
    private final Map<String, Retry> retries = new HashMap<>();
    private final Map<String, Object> joins = new HashMap<>();
    private final Set<String> splits = new HashSet<>();
    private final Set<String> cycles;
    private final List<String> starts;

    private Graph(Map<String, Task> tasks) {
        starts = Links.starts(tasks);
        Deque<String> waiting = new ArrayDeque<>(starts);
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            if (!outbound.containsKey(name)) {
                outbound.put(name, new ArrayList<>());
                waiting.addAll(add(tasks, name));
            }
        }
        Map<String, Integer> arrivals = Links.arrivals(tasks);
        for (String name : outbound.keySet()) {
            if (!joins.containsKey(name) && arrivals.getOrDefault(name, 0) > 1) {
                splits.add(name);
            }
        }
        cycles = Cycles.of(
                outbound.keySet(), name -> outbound(name).stream().map(Edge::to).toList());
    }

    static Graph of(Map<String, Task> tasks) {
        return new Graph(tasks);
    }

    /**
     * A transition for one of its targets.
     *
     * @param key tells several edges between the same two tasks apart, from 0
     * @param when the condition; null where it always holds
     * @param place which of the task's transitions it is, from 0
     * @param name among the edges that leave a task
     * @param origin its name among the edges that reach a task
     */
    public record Edge(
            String from, String to, int key, @Nullable String when, int place, String name, String origin) {
        static Edge of(String from, Links.Link link, int key) {
            return new Edge(
                    from, link.to(), key, link.when(), link.place(), link.to() + "__t" + key, from + "__t" + key);
        }
    }

    private List<String> add(Map<String, Task> tasks, String name) {
        Task task = tasks.get(name);
        if (task == null) {
            return List.of();
        }
        if (task.join() != null) {
            joins.put(name, task.join());
        }
        if (task.retry() != null) {
            retries.put(name, task.retry());
        }
        List<Edge> edges = edges(task);
        outbound.put(name, edges);
        for (Edge edge : edges) {
            inbound.computeIfAbsent(edge.to(), none -> new ArrayList<>()).add(edge);
            branches.computeIfAbsent(edge.to(), none -> new LinkedHashMap<>())
                    .computeIfAbsent(name, none -> new ArrayList<>())
                    .add(edge);
        }
        return edges.stream().map(Edge::to).toList();
    }

    private List<Edge> edges(Task task) {
        List<Edge> edges = new ArrayList<>();
        Map<String, Integer> keys = new HashMap<>();
        Set<Links.Link> known = new HashSet<>();
        for (Links.Link link : Links.of(task)) {
            if (link.to().equals(Command.RETRY.word())) {
                retries.put(task.name(), Retry.command(link.when()));
                continue;
            }
            if (known.add(link)) {
                int key = keys.merge(link.to(), 1, Integer::sum) - 1;
                edges.add(Edge.of(task.name(), link, key));
            }
        }
        edges.sort(Comparator.comparing(Edge::to));
        return Collections.unmodifiableList(edges);
    }

    /** {@return the tasks that no transition points to, by name} */
    public List<String> starts() {
        return starts;
    }

    public boolean contains(String task) {
        return outbound.containsKey(task);
    }

    /** {@return the names of the tasks, commands included} */
    public Set<String> tasks() {
        return Collections.unmodifiableSet(outbound.keySet());
    }

    /** {@return the edges that leave a task, by name of their target, then by place} */
    public List<Edge> outbound(String task) {
        return outbound.getOrDefault(task, List.of());
    }

    public List<Edge> inbound(String task) {
        return inbound.getOrDefault(task, List.of());
    }

    /** {@return the edges that reach a task, those from one task together} */
    public Collection<List<Edge>> branches(String task) {
        return branches.getOrDefault(task, Map.of()).values();
    }

    /** {@return {@code all}, a number, or null where the task is no join} */
    public @Nullable Object join(String task) {
        return joins.get(task);
    }

    public @Nullable Retry retry(String task) {
        return retries.get(task);
    }

    /** Whether each arrival at the task begins a route of its own. */
    public boolean beginsRoutes(String task) {
        return splits.contains(task) && !cycles.contains(task);
    }

    /** Whether the task can be reached from itself. */
    public boolean isOnCycle(String task) {
        return cycles.contains(task);
    }
}
