package io.drover.workflow.rehearse;

import io.drover.model.text.Nearest;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.RerunTask;
import io.drover.workflow.conduct.SerializedRun;
import io.drover.workflow.conduct.State;
import io.drover.workflow.definition.Assignment;
import io.drover.workflow.definition.Command;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Task;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.definition.YamlDocument;
import io.drover.workflow.definition.YamlProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that says how a workflow goes when its actions end as written (spec of Orquesta, section 14). Beside StackStorm's
 * keys there are {@code context}, variables that are there from the start, and {@code kv}, pairs of the datastore.
 *
 * @param before the run that is to go on from some of its tasks; null for a new run
 */
record RehearsalFile(
        Workflow workflow,
        @Nullable State before,
        List<RerunTask> rerun,
        Map<String, @Nullable Object> inputs,
        Map<String, @Nullable Object> context,
        Map<String, @Nullable Object> pairs,
        List<Mock> mocks,
        Expected expected) {
    private static final Pattern ROUTE = Pattern.compile("__r\\d+$");
    private static final Set<String> RUN = Set.of("workflow", "inputs", "context", "kv");
    private static final Set<String> RERUN = Set.of("workflow_state", "rerun_tasks", "kv");
    private static final Set<String> BOTH = Set.of(
            "expected_task_sequence",
            "expected_routes",
            "expected_inspection_errors",
            "mock_action_executions",
            "expected_workflow_status",
            "expected_term_tasks",
            "expected_errors",
            "expected_output");
    private static final Set<String> MOCK =
            Set.of("task_id", "route", "seq_id", "item_id", "iter_id", "num_iter", "status", "result", "result_path");

    /**
     * Reads a file.
     *
     * @param folder where the files lie that it names
     * @throws UnusableException if it is none, or names something that is not there
     */
    static RehearsalFile read(String text, Folder folder) {
        Written file = Written.of(yaml(text, "The rehearsal"), "the rehearsal");
        SerializedRun run = file.has("workflow_state") ? run(file) : null;
        file.only(run == null ? RUN : RERUN, BOTH);
        Workflow workflow = run == null ? workflow(file.text("workflow"), folder) : run.workflow();
        List<Mock> mocks = new ArrayList<>();
        for (Written mock : file.mappings("mock_action_executions")) {
            mocks.add(mock(mock, workflow, folder));
        }
        return new RehearsalFile(
                workflow,
                run == null ? null : run.state(),
                file.mappings("rerun_tasks").stream()
                        .map(task ->
                                new RerunTask(task.text("task_id"), task.number("route", 0), task.truth("reset_items")))
                        .toList(),
                file.mapping("inputs"),
                file.mapping("context"),
                file.mapping("kv"),
                mocks,
                Expected.of(file));
    }

    private static @Nullable Object yaml(String text, String what) {
        try {
            return YamlDocument.read(text).value();
        } catch (YamlProblem wrong) {
            throw new UnusableException(what + " is not YAML: " + wrong.problem()
                    + (wrong.line() == 0 ? "" : " (line " + wrong.line() + ", column " + wrong.column() + ")") + ".");
        }
    }

    private static SerializedRun run(Written file) {
        try {
            return SerializedRun.read(file.mapping("workflow_state"));
        } catch (IllegalArgumentException | LoadException wrong) {
            throw new UnusableException("The \"workflow_state\" is no run that can go on. " + wrong.getMessage());
        }
    }

    private static Workflow workflow(String path, Folder folder) {
        try {
            return Workflow.read(folder.read(path));
        } catch (LoadException wrong) {
            throw new UnusableException("The workflow \"" + path + "\" cannot be read: " + wrong.problemAndPlace());
        }
    }

    private static Mock mock(Written mock, Workflow workflow, Folder folder) {
        mock.only(MOCK, Set.of());
        String name = mock.text("task_id");
        Task task = workflow.tasks().get(name);
        if (task == null) {
            throw new UnusableException("The workflow has no task \"" + name + "\", which " + mock.where() + " is for."
                    + Nearest.hint(name, workflow.tasks().keySet()));
        }
        if (task.items() != null && !mock.has("item_id")) {
            throw new UnusableException("The task \"" + name + "\" has items, but " + mock.where()
                    + " does not say which of them it is for. Add an \"item_id\".");
        }
        return new Mock(
                name,
                mock.numberOrNull("route"),
                mock.numberOrNull("seq_id"),
                mock.numberOrNull("item_id"),
                mock.number("num_iter", 1),
                mock.status("status"),
                mock.has("result_path") ? result(mock.text("result_path"), folder) : mock.value("result"));
    }

    private static @Nullable Object result(String path, Folder folder) {
        String text = folder.read(path);
        // JSON is YAML
        return path.endsWith(".json") || path.endsWith(".yaml") || path.endsWith(".yml")
                ? yaml(text, "The result \"" + path + "\"")
                : text;
    }

    /** {@return what of the file counts for nothing: inputs that the workflow does not take, names that are no tasks} */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        List<String> taken = workflow.input().stream().map(Assignment::name).toList();
        for (String name : inputs.keySet()) {
            if (!taken.contains(name)) {
                unused.add(
                        "The workflow takes no input \"" + name + "\", so it is left out." + Nearest.hint(name, taken));
            }
        }
        for (String written : new LinkedHashSet<>(expected.sequence())) {
            String name = ROUTE.matcher(written).replaceFirst("");
            if (!workflow.tasks().containsKey(name) && !Command.isOne(name)) {
                unused.add("The workflow has no task \"" + name + "\", which is expected to start."
                        + Nearest.hint(name, workflow.tasks().keySet()));
            }
        }
        return unused;
    }

    /**
     * What the file expects; null where it says nothing of it.
     *
     * @param findings by kind
     */
    record Expected(
            List<String> sequence,
            List<?> routes,
            Map<String, @Nullable Object> findings,
            Status status,
            @Nullable List<String> last,
            @Nullable Object errors,
            @Nullable Object output) {

        static Expected of(Written file) {
            Expected expected = new Expected(
                    file.texts("expected_task_sequence"),
                    file.has("expected_routes") ? file.list("expected_routes") : List.of(List.of()),
                    file.mapping("expected_inspection_errors"),
                    file.status("expected_workflow_status"),
                    file.has("expected_term_tasks") ? file.texts("expected_term_tasks") : null,
                    file.value("expected_errors"),
                    file.value("expected_output"));
            if (!file.has("expected_task_sequence") && !file.has("expected_inspection_errors")) {
                throw new UnusableException(
                        "The rehearsal lacks \"expected_task_sequence\". Add the tasks and engine commands in"
                                + " the order in which they start, such as [build, test, noop].");
            }
            return expected;
        }
    }
}
