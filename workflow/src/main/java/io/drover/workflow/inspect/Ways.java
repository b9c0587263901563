package io.drover.workflow.inspect;

import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Links;
import io.drover.workflow.definition.Links.Link;
import io.drover.workflow.definition.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The ways from the starts of a workflow to its tasks, and the splits that they pass: tasks without a join that several
 * transitions lead to.
 *
 * <p>A task passes on the splits of all tasks before it, so one pass for every 64 splits tells at which joins those
 * differ. StackStorm does not follow a way to a task of a loop once that was met, so there the order of the ways counts,
 * and they are followed one by one. Where that takes more than {@link #MOST_WORDS}, every way counts that leads to such
 * a task from one that was met before it.
 */
final class Ways {
    private static final int MOST_WORDS = 1 << 20;
    private static final int WORDS_OF_A_WAY = 8;

    private final Graph graph;
    /** The tasks in the order in which they are met. */
    private final List<Task> tasks = new ArrayList<>();

    private final Map<String, Integer> places = new HashMap<>();
    private final List<int[]> next = new ArrayList<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final int starts;
    /** For each task which of the splits it is, -1 for none. */
    private final int[] splits;

    private final Map<String, Integer> arrivals;
    private int splitCount;

    Ways(Map<String, Task> all, Graph graph) {
        this.graph = graph;
        Links.starts(all).forEach(start -> meet(Objects.requireNonNull(all.get(start))));
        starts = tasks.size();
        for (int place = 0; place < tasks.size(); place++) {
            next.add(Links.of(tasks.get(place)).stream()
                    .map(Link::to)
                    .distinct()
                    .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
                    .mapToInt(this::meet)
                    .toArray());
        }
        arrivals = Links.arrivals(all);
        splits = tasks.stream().mapToInt(this::numbered).toArray();
        tasks.forEach(task -> before.add(new ArrayList<>()));
        for (int from = 0; from < tasks.size(); from++) {
            for (int to : next.get(from)) {
                if (isFollowed(from, to)) {
                    before.get(to).add(from);
                }
            }
        }
    }

    private int meet(Task task) {
        Integer known = places.putIfAbsent(task.name(), tasks.size());
        if (known == null) {
            tasks.add(task);
        }
        return known == null ? tasks.size() - 1 : known;
    }

    private int numbered(Task task) {
        return meetsWays(task) && !graph.isOnCycle(task.name()) ? splitCount++ : -1;
    }

    private boolean meetsWays(Task task) {
        return task.join() == null && arrivals.getOrDefault(task.name(), 0) > 1;
    }

    private boolean isOnCycle(int place) {
        return graph.isOnCycle(tasks.get(place).name());
    }

    /** Whether a way is followed at all. Of those that are there is no loop, as its tasks are met one after the other. */
    private boolean isFollowed(int from, int to) {
        return from < to || !isOnCycle(to);
    }

    /** {@return the joins before which some way passed other splits than the ways to them did together} */
    List<String> ambiguousJoins() {
        boolean hasLoop = tasks.stream().anyMatch(task -> graph.isOnCycle(task.name()));
        BitSet ambiguous = (hasLoop ? new Walk().ambiguous() : Optional.<BitSet>empty()).orElseGet(this::together);
        return ambiguous.stream().mapToObj(place -> tasks.get(place).name()).toList();
    }

    /** {@return the tasks that StackStorm asks of whether they are on a loop, in its order} */
    List<String> askedForCycles() {
        Walk walk = new Walk();
        walk.go();
        return walk.asked.stream().map(place -> tasks.get(place).name()).toList();
    }

    private BitSet together() {
        BitSet ambiguous = new BitSet();
        int[] order = order();
        long[] passed = new long[tasks.size()];
        for (int first = 0; first < splitCount; first += Long.SIZE) {
            for (int place : order) {
                boolean isHere = splits[place] >= first && splits[place] < first + Long.SIZE;
                long all = isHere ? 1L << (splits[place] - first) : 0;
                for (int from : before.get(place)) {
                    all |= passed[from];
                }
                passed[place] = all;
                if (tasks.get(place).join() != null) {
                    for (int from : before.get(place)) {
                        if (passed[from] != all) {
                            ambiguous.set(place);
                        }
                    }
                }
            }
        }
        return ambiguous;
    }

    /** {@return the tasks, each behind all from which a way to it is followed} */
    private int[] order() {
        int[] open = before.stream().mapToInt(List::size).toArray();
        int[] order = new int[open.length];
        int known = 0;
        for (int place = 0; place < open.length; place++) {
            if (open[place] == 0) {
                order[known++] = place;
            }
        }
        for (int done = 0; done < known; done++) {
            for (int to : next.get(order[done])) {
                if (isFollowed(order[done], to) && --open[to] == 0) {
                    order[known++] = to;
                }
            }
        }
        return order;
    }

    private record Way(int task, BitSet splits) {}

    private record Step(int from, int to) {}

    /** The ways one by one, but for those on which nothing is new. */
    private final class Walk {
        private final Set<Integer> asked = new LinkedHashSet<>();
        private final Map<Integer, BitSet> met = new HashMap<>();
        private final Map<Step, BitSet> passed = new HashMap<>();
        private final Deque<Way> waiting = new ArrayDeque<>();
        private int words;

        Optional<BitSet> ambiguous() {
            if (!go()) {
                return Optional.empty();
            }
            BitSet ambiguous = new BitSet();
            for (int place = 0; place < tasks.size(); place++) {
                BitSet all = met.get(place);
                if (tasks.get(place).join() != null
                        && before.get(place).stream().anyMatch(from -> !Objects.equals(met.get(from), all))) {
                    ambiguous.set(place);
                }
            }
            return Optional.of(ambiguous);
        }

        /** {@return whether that was not too much} */
        boolean go() {
            for (int start = 0; start < starts; start++) {
                waiting.add(new Way(start, new BitSet()));
            }
            while (!waiting.isEmpty() && words < MOST_WORDS) {
                Way way = waiting.remove();
                if (meetsWays(tasks.get(way.task()))) {
                    asked.add(way.task());
                }
                BitSet splitsPassed = way.splits();
                if (splits[way.task()] >= 0) {
                    splitsPassed = (BitSet) splitsPassed.clone();
                    splitsPassed.set(splits[way.task()]);
                }
                met.computeIfAbsent(way.task(), none -> new BitSet()).or(splitsPassed);
                for (int to : next.get(way.task())) {
                    follow(way.task(), to, splitsPassed);
                }
            }
            return waiting.isEmpty();
        }

        private void follow(int from, int to, BitSet splitsPassed) {
            if (met.containsKey(to)) {
                asked.add(to);
                if (isOnCycle(to)) {
                    return;
                }
            }
            BitSet known = passed.get(new Step(from, to));
            if (known == null || !containsAll(known, splitsPassed)) {
                waiting.add(new Way(to, splitsPassed));
                words += WORDS_OF_A_WAY + splitsPassed.size() / Long.SIZE;
                passed.computeIfAbsent(new Step(from, to), none -> new BitSet()).or(splitsPassed);
            }
        }

        private static boolean containsAll(BitSet known, BitSet others) {
            BitSet unknown = (BitSet) others.clone();
            unknown.andNot(known);
            return unknown.isEmpty();
        }
    }
}
