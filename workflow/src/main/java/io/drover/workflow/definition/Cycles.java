package io.drover.workflow.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which tasks can be reached from themselves, found in one pass: the strongly connected components as Tarjan finds them, on a stack of its own. */
public final class Cycles {
    private final Function<String, ? extends Collection<String>> next;
    private final Map<String, Visit> visits = new HashMap<>();
    private final Deque<Visit> under = new ArrayDeque<>();
    private final Deque<Visit> open = new ArrayDeque<>();
    private final Set<String> found = new HashSet<>();

    private Cycles(Function<String, ? extends Collection<String>> next) {
        this.next = next;
    }

    /**
     * {@return those of the tasks, and of the tasks after them, that can be reached from themselves}
     *
     * @param next the tasks right after one
     */
    public static Set<String> of(Collection<String> tasks, Function<String, ? extends Collection<String>> next) {
        Cycles cycles = new Cycles(next);
        tasks.forEach(cycles::visit);
        return cycles.found;
    }

    private static final class Visit {
        private final String task;
        private final int number;
        private final Iterator<String> next;
        /** The first of the open tasks that can be reached. */
        private int lowest;

        private boolean isOpen = true;

        Visit(String task, int number, Iterator<String> next) {
            this.task = task;
            this.number = number;
            this.next = next;
            this.lowest = number;
        }
    }

    private void visit(String start) {
        if (visits.containsKey(start)) {
            return;
        }
        begin(start);
        while (!under.isEmpty()) {
            Visit visit = under.element();
            if (visit.next.hasNext()) {
                follow(visit, visit.next.next());
            } else {
                under.remove();
                end(visit);
            }
        }
    }

    private void begin(String task) {
        Visit visit = new Visit(task, visits.size(), next.apply(task).iterator());
        visits.put(task, visit);
        under.push(visit);
        open.push(visit);
    }

    private void follow(Visit visit, String task) {
        Visit known = visits.get(task);
        if (task.equals(visit.task)) {
            found.add(task);
        } else if (known == null) {
            begin(task);
        } else if (known.isOpen) {
            visit.lowest = Math.min(visit.lowest, known.number);
        }
    }

    private void end(Visit visit) {
        Visit before = under.peek();
        if (before != null) {
            before.lowest = Math.min(before.lowest, visit.lowest);
        }
        if (visit.lowest == visit.number) {
            List<String> component = new ArrayList<>();
            Visit each;
            do {
                each = open.pop();
                each.isOpen = false;
                component.add(each.task);
            } while (each != visit);
            if (component.size() > 1) {
                found.addAll(component);
            }
        }
    }
}
