package io.drover.workflow.graph;

import io.drover.workflow.definition.Graph;
import io.drover.workflow.definition.Retry;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.WithItems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is special about a task, in words. */
final class Marks {
    private Marks() {}

    static List<String> of(Task task, Graph graph) {
        List<String> marks = new ArrayList<>();
        if (task.join() != null) {
            marks.add("join: " + task.join());
        }
        if (graph.beginsRoutes(task.name())) {
            marks.add("split: runs once for each arrival");
        }
        if (graph.isOnCycle(task.name())) {
            marks.add("on a cycle");
        }
        if (task.items() != null) {
            marks.add(items(task.items()));
        }
        // a transition to the command "retry" retries as a written section does
        Retry retry = graph.contains(task.name()) ? graph.retry(task.name()) : task.retry();
        if (retry != null) {
            marks.add(retry(retry));
        }
        if (task.delay() != null) {
            marks.add("delay: " + seconds(task.delay()));
        }
        return marks;
    }

    private static String items(WithItems items) {
        String named = items.names().isEmpty() ? "" : String.join(", ", items.names()) + " in ";
        String atOnce = items.concurrency() == null ? "" : ", " + items.concurrency() + " at once";
        return "with items: " + named + items.expression() + atOnce;
    }

    private static String retry(Retry retry) {
        String when = retry.when() == null ? "" : ", when " + retry.when();
        String delay = retry.delay() == null ? "" : ", after " + seconds(retry.delay());
        return "retry: up to " + retry.count() + " times" + delay + when;
    }

    private static String seconds(@Nullable Object delay) {
        return delay + " s";
    }
}
