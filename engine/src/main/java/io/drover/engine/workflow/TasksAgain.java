package io.drover.engine.workflow;

import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which tasks of an earlier run an execution wants to run again (spec of Orquesta, section 10). */
final class TasksAgain {
    private TasksAgain() {}

    /**
     * {@return the tasks that the execution's context names, on all routes on which they ran}
     *
     * @throws DroverException where one of them never ran
     */
    static List<RerunTask> of(Execution execution, State state) {
        Map<?, ?> rerun = execution.context().get("re-run") instanceof Map<?, ?> map ? map : Map.of();
        Set<String> wanted = names(rerun.get("tasks"));
        Set<String> whole = names(rerun.get("reset"));
        Set<String> missing = new TreeSet<>(wanted);
        List<RerunTask> tasks = new ArrayList<>();
        for (TaskEntry entry : state.newest()) {
            if (wanted.contains(entry.task())) {
                missing.remove(entry.task());
                tasks.add(new RerunTask(entry.task(), entry.route(), whole.contains(entry.task())));
            }
        }
        if (!missing.isEmpty()) {
            throw DroverException.invalid(
                    "Unable to rerun workflow because one or more tasks is not found: " + String.join(",", missing));
        }
        return tasks;
    }

    private static Set<String> names(@Nullable Object value) {
        Set<String> names = new TreeSet<>();
        if (value instanceof Collection<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }
}
