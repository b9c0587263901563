package io.drover.workflow.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transitions taken apart into one link for each of their targets. */
public final class Links {
    private Links() {}

    /**
     * A transition for one of its targets.
     *
     * @param when the condition; null where it always holds
     * @param place which of the task's transitions it is, from 0
     */
    public record Link(String to, @Nullable String when, int place) {}

    /** {@return the links of a task by name of their target} */
    public static List<Link> of(Task task) {
        List<Link> links = new ArrayList<>();
        for (int place = 0; place < task.next().size(); place++) {
            Transition transition = task.next().get(place);
            for (String target : transition.targets()) {
                links.add(new Link(target, transition.when(), place));
            }
        }
        links.sort(Comparator.comparing(Link::to));
        return links;
    }

    /** {@return how many links of any task lead to each task; one that none leads to is left out} */
    public static Map<String, Integer> arrivals(Map<String, Task> tasks) {
        Map<String, Integer> arrivals = new HashMap<>();
        tasks.values().stream()
                .flatMap(task -> task.next().stream())
                .flatMap(transition -> transition.targets().stream())
                .forEach(target -> arrivals.merge(target, 1, Integer::sum));
        return arrivals;
    }

    /** {@return the tasks that no link leads to, by name} */
    public static List<String> starts(Map<String, Task> tasks) {
        Set<String> reached = arrivals(tasks).keySet();
        return tasks.keySet().stream()
                .filter(name -> !reached.contains(name))
                .sorted()
                .toList();
    }
}
