package io.drover.workflow.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    /** {@return how many links of any task lead to a task} */
    public static long arrivals(Map<String, Task> tasks, String name) {
        return tasks.values().stream()
                .flatMap(task -> of(task).stream())
                .filter(link -> link.to().equals(name))
                .count();
    }

    /** {@return the tasks that no link leads to, by name} */
    public static List<String> starts(Map<String, Task> tasks) {
        return tasks.keySet().stream()
                .filter(name -> arrivals(tasks, name) == 0)
                .sorted()
                .toList();
    }
}
