package io.drover.restapi.executions;

import io.drover.model.error.DroverException;
import io.drover.restapi.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run again (platform spec 1.6, "re_run").
 *
 * @param parameters those that are to be different; none where tasks are named
 * @param tasks the tasks from which a workflow goes on; none where all of it runs again
 * @param reset those of the tasks whose items all run again
 */
record Rerun(Map<String, @Nullable Object> parameters, List<String> tasks, List<String> reset) {
    private static final Set<String> FIELDS = Set.of("parameters", "tasks", "reset", "user", "delay");
    private static final String ORQUESTA = "orquesta";

    static Rerun of(Fields fields) {
        Fields known = fields.onlyOf(FIELDS);
        Rerun rerun = new Rerun(known.object("parameters"), known.texts("tasks"), known.texts("reset"));
        if (!rerun.isWhole() && !rerun.parameters().isEmpty()) {
            throw DroverException.invalid("Parameters override is not supported when re-running task(s) for a workflow."
                    + " Leave out either 'parameters' or 'tasks'.");
        }
        List<String> others = new ArrayList<>(rerun.reset());
        others.removeAll(rerun.tasks());
        if (!others.isEmpty()) {
            throw DroverException.invalid(
                    "List of tasks to reset does not match the tasks to rerun. Expected in 'reset'"
                            + " only names that stand in 'tasks' too, but found: " + String.join(", ", others) + ".");
        }
        return rerun;
    }

    /** {@return whether all of the run is to run again, and no tasks were named} */
    boolean isWhole() {
        return tasks.isEmpty() && reset.isEmpty();
    }

    void refuseUnlessOrquesta(String runner) {
        if (!runner.equals(ORQUESTA)) {
            throw DroverException.invalid(
                    "Task option is only supported for Orquesta workflows. This execution's runner is" + " '" + runner
                            + "': leave out 'tasks', and all of it runs again.");
        }
    }
}
