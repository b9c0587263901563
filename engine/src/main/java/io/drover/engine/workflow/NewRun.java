package io.drover.engine.workflow;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.workflow.Definitions.Definition;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.definition.LoadException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A run before its first task: its definition read and inspected, its first context made. */
final class NewRun {
    /** A workflow that calls itself does so without end; each of its runs holds the one above open. */
    private static final int MOST_NESTED = 50;

    /** The parameter of the runner that names tasks. */
    private static final String NOTIFY = "notify";

    private final WorkflowPlane.Parts parts;
    private final String id;
    private final Execution execution;
    private final CallableAction callable;
    private final Surroundings surroundings;
    private final String definition;
    private final Flow flow;

    /** What keeps a run from beginning. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, @Nullable Object> result;

        UnfitException(Map<String, @Nullable Object> result) {
            super(String.valueOf(result));
            this.result = result;
        }

        /** {@return the result of the execution, in StackStorm's form} */
        Map<String, @Nullable Object> result() {
            return result;
        }
    }

    /**
     * Reads and inspects the workflow of an execution.
     *
     * @throws UnfitException with all findings
     */
    NewRun(
            WorkflowPlane.Parts parts,
            Definitions definitions,
            String id,
            Execution execution,
            Surroundings surroundings)
            throws UnfitException {
        this.parts = parts;
        this.id = id;
        this.execution = execution;
        this.surroundings = surroundings;
        refuseNesting();
        try {
            this.callable = parts.registry()
                    .callable(execution.action().toString())
                    .orElseThrow(() -> DroverException.invalid("Action '" + execution.action()
                            + "' is no longer registered. Register its pack and run it again."));
            this.definition = Definitions.text(callable.action());
            Definition read = definitions.of(definition, execution.runnerType());
            if (read.workflow() != null) {
                refuse(parts.inspection().findings(read));
                refuseUnknown(read.tasks());
            }
            this.flow = read.flow();
        } catch (LoadException e) {
            throw new UnfitException(failure(Map.of(
                    "type",
                    "content",
                    "message",
                    e.kind() + ": Tried to read the workflow, but " + e.problemAndPlace())));
        } catch (DroverException e) {
            passOn(e);
            throw new UnfitException(failure(Map.of("type", "error", "message", e.getMessage())));
        }
    }

    private void refuseNesting() throws UnfitException {
        int depth = 0;
        String above = execution.cause().parent();
        while (above != null && depth <= MOST_NESTED) {
            String parent = above;
            Execution held = parts.runs().held(parent);
            Execution caller = held == null
                    ? parts.store()
                            .read(transaction -> transaction.executions().find(parent))
                            .orElse(null)
                    : held;
            above = caller == null ? null : caller.cause().parent();
            depth++;
        }
        if (depth > MOST_NESTED) {
            throw new UnfitException(failure(Map.of(
                    "type",
                    "error",
                    "message",
                    "Tried to begin a workflow below " + MOST_NESTED
                            + " others, and deeper they must not go. Does '" + execution.action()
                            + "' call itself without end?")));
        }
    }

    /** A database that is away is no fault of the workflow: the step is tried again. */
    static void passOn(DroverException failure) {
        if (failure.code() == ErrorCode.UNAVAILABLE) {
            throw failure;
        }
    }

    private static void refuse(List<Map<String, @Nullable Object>> findings) throws UnfitException {
        if (!findings.isEmpty()) {
            throw new UnfitException(failures(findings));
        }
    }

    private void refuseUnknown(Set<String> tasks) throws UnfitException {
        Set<String> unknown = new TreeSet<>(noticed(parts.registry(), execution));
        unknown.removeAll(tasks);
        if (!unknown.isEmpty()) {
            throw new UnfitException(failure(Map.of(
                    "type",
                    "error",
                    "message",
                    "The following tasks in the notify parameter do not exist in the workflow definition: "
                            + String.join(", ", unknown) + ".")));
        }
    }

    String definition() {
        return definition;
    }

    Flow flow() {
        return flow;
    }

    /**
     * {@return what the run is given}
     *
     * @param secrets learns what is secret of it
     */
    Map<String, @Nullable Object> inputs(RunSecrets secrets) throws UnfitException {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("action_context", execution.context());
        Prepared prepared;
        try {
            prepared = parts.parameters().complete(callable, parts.requests().prepared(execution), seen);
        } catch (DroverException e) {
            passOn(e);
            throw new UnfitException(failure(Map.of("type", "error", "message", e.getMessage())));
        }
        secrets.learn(prepared.hidden());
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>(prepared.clear());
        if (execution.runnerType().equals(WorkflowPlane.ORQUESTA.name())) {
            inputs.keySet().removeAll(callable.runner().parameters().keySet());
        }
        return inputs;
    }

    /** {@return the run before its first task; one that failed where its inputs cannot be rendered} */
    State begin(Map<String, @Nullable Object> inputs) {
        return flow.render(flow.begin(context(), inputs, surroundings), surroundings);
    }

    /** What expressions see beside the inputs (platform spec 8.2). */
    private Map<String, @Nullable Object> context() {
        Map<String, @Nullable Object> st2 = new LinkedHashMap<>();
        st2.put("action_execution_id", execution.id());
        st2.put("workflow_execution_id", id);
        st2.put("api_url", parts.api().get().toString());
        st2.put("user", execution.cause().user());
        st2.put("api_user", execution.context().get("api_user"));
        st2.put("source_channel", execution.context().get("source_channel"));
        st2.put("pack", execution.action().pack());
        st2.put("action", execution.action().toString());
        st2.put("runner", execution.runnerType());
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("st2", st2);
        if (execution.runnerType().equals(WorkflowPlane.CHAIN.name())) {
            context.put("parent", asParent());
        } else if (execution.context().get("parent") instanceof Map<?, ?> parent) {
            context.put("parent", parent);
        }
        return context;
    }

    /** What the tasks of a chain see of it. */
    private Map<String, @Nullable Object> asParent() {
        Map<String, @Nullable Object> parent = new LinkedHashMap<>(execution.context());
        parent.put("execution_id", execution.id());
        Object notices = notices(parts.registry(), execution);
        if (notices != null) {
            parent.put(Execution.NOTICES, notices);
        }
        return parent;
    }

    /** {@return the names of the tasks of whose end people are told} */
    static Set<String> noticed(Registry registry, Execution execution) {
        Object given = execution.parameters().get(NOTIFY);
        if (given == null) {
            CallableAction callable = registry.callable(execution.action());
            given = callable == null
                    ? null
                    : callable.parameters().getOrDefault(NOTIFY, Map.of()).get("default");
        }
        Set<String> names = new TreeSet<>();
        if (given instanceof Collection<?> tasks) {
            tasks.forEach(task -> names.add(String.valueOf(task)));
        }
        return names;
    }

    /** {@return who is told how a workflow ends; null: nobody} */
    static @Nullable Object notices(Registry registry, Execution execution) {
        CallableAction callable = registry.callable(execution.action());
        return execution.notices(callable == null ? null : callable.action().notices());
    }

    /** {@return the result of an execution that failed for one reason} */
    static Map<String, @Nullable Object> failure(Map<String, ?> error) {
        return failures(List.of(error));
    }

    private static Map<String, @Nullable Object> failures(List<?> errors) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("errors", errors);
        result.put("output", null);
        return result;
    }
}
