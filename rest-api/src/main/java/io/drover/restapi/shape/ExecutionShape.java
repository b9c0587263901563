package io.drover.restapi.shape;

import io.drover.engine.api.Catalog;
import io.drover.model.action.Action;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Times;
import io.drover.restapi.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An execution as clients see it: StackStorm's {@code ActionExecution} with its {@code liveaction} inside. Fields without
 * a value are left out. Both parts have the execution's own id. The ids of its children are shown where a caller asks for
 * executions, not in streams of events.
 */
public final class ExecutionShape {
    /** The fields a selection may name. */
    public static final Set<String> FIELDS = Set.of(
            "id",
            "action",
            "runner",
            "liveaction",
            "status",
            "start_timestamp",
            "end_timestamp",
            "elapsed_seconds",
            "parameters",
            "result",
            "result_size",
            "context",
            "log",
            "web_url",
            "parent",
            "children",
            "rule",
            "trigger",
            "trigger_type",
            "trigger_instance",
            "task_execution",
            "workflow_execution",
            "delay",
            "trace_id");

    /** Those that may be left out. */
    public static final Set<String> EXCLUDABLE = Set.of("result", "trigger_instance", "status");

    private static final Set<String> WORKFLOW_RUNNERS = Set.of("orquesta", "action-chain");
    private static final double NANOS = 1_000_000_000d;

    private final Catalog catalog;
    private final Function<String, Optional<TriggerInstance>> events;
    private final RuleShape rules;
    private final Supplier<String> webUrl;

    /**
     * Shapes executions with what the catalog and the events know.
     *
     * @param events finds the event that caused an execution; of one that it does not find, the id alone is shown
     * @param webUrl where people see the daemon, without a slash at the end
     */
    public ExecutionShape(
            Catalog catalog,
            Function<String, Optional<TriggerInstance>> events,
            RuleShape rules,
            Supplier<String> webUrl) {
        this.catalog = catalog;
        this.events = events;
        this.rules = rules;
        this.webUrl = webUrl;
    }

    /**
     * Shapes an execution; only a wanted {@code trigger_instance} or {@code result} is looked at.
     *
     * @param action its definition when it was requested
     * @param children ids of the executions that it asked for itself
     */
    public Map<String, @Nullable Object> of(
            Execution execution, Supplier<Action> action, List<String> children, Attributes wanted) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", execution.id());
        if (wanted.wants("action")) {
            shape.put("action", Shapes.action(action.get()));
        }
        if (wanted.wants("runner")) {
            shape.put("runner", runner(execution.runnerType()));
        }
        shape.put("liveaction", shortLiveAction(execution));
        shape.put("status", execution.status().word());
        shape.put("start_timestamp", Times.text(execution.requestedAt()));
        Instant end = execution.endedAt();
        if (end != null) {
            shape.put("end_timestamp", Times.text(end));
            shape.put("elapsed_seconds", seconds(execution.requestedAt(), end));
        }
        if (!execution.parameters().isEmpty()) {
            shape.put("parameters", execution.parameters());
        }
        if (execution.context().get(Execution.DELAY) instanceof Long delay) {
            shape.put("delay", delay);
        }
        shape.put("context", context(execution));
        shape.put("log", log(execution));
        shape.put("trace_id", execution.trace().id());
        shape.put("web_url", webUrl.get() + "/#/history/" + execution.id() + "/general");
        putTask(shape, execution.context().get("orquesta"));
        if (!children.isEmpty()) {
            shape.put("children", children);
        }
        putCause(shape, execution.cause(), wanted);
        putResult(shape, execution, wanted);
        return wanted.of(shape);
    }

    /** {@return an execution as StackStorm's {@code LiveAction}} */
    public static Map<String, @Nullable Object> liveAction(Execution execution) {
        Map<String, @Nullable Object> shape = shortLiveAction(execution);
        shape.put("status", execution.status().word());
        shape.put("start_timestamp", Times.text(execution.requestedAt()));
        Instant end = execution.endedAt();
        if (end != null) {
            shape.put("end_timestamp", Times.text(end));
        }
        shape.put("context", context(execution));
        Shapes.putPresent(shape, "result", execution.result());
        return shape;
    }

    private Map<String, @Nullable Object> runner(String name) {
        return catalog.runnerType(name).map(Shapes::runner).orElseGet(() -> named(name));
    }

    private static Map<String, @Nullable Object> named(String name) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", Kind.RUNNER.id(name));
        shape.put("uid", Kind.RUNNER.uid(name));
        shape.put("name", name);
        return shape;
    }

    /** {@return whether it is a run of a workflow, which may pause and has tasks} */
    public static boolean isWorkflow(Execution execution) {
        return WORKFLOW_RUNNERS.contains(execution.runnerType());
    }

    private static Map<String, @Nullable Object> shortLiveAction(Execution execution) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", execution.id());
        shape.put("action", execution.action().toString());
        shape.put("action_is_workflow", isWorkflow(execution));
        shape.put("parameters", execution.parameters());
        shape.put("callback", Map.of());
        String owner = execution.claim().owner();
        shape.put("runner_info", owner == null ? Map.of() : Map.of("hostname", owner));
        Shapes.putPresent(shape, "notify", execution.context().get(Execution.NOTICES));
        return shape;
    }

    private static Map<String, @Nullable Object> context(Execution execution) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>(execution.context());
        context.putIfAbsent("user", execution.cause().user());
        context.remove(Execution.DELAY);
        context.remove(Execution.NOTICES);
        // the word that clients of StackStorm know
        Object canceler = context.remove("canceled_by");
        if (canceler != null) {
            context.put("cancelled_by", canceler);
        }
        context.putIfAbsent("pack", execution.action().pack());
        return context;
    }

    private static List<Map<String, String>> log(Execution execution) {
        return execution.log().stream()
                .map(change -> Map.of(
                        "timestamp",
                        Times.text(change.at()),
                        "status",
                        change.status().word()))
                .toList();
    }

    /** Of which run of which workflow it is a task, where it is one. */
    private static void putTask(Map<String, @Nullable Object> shape, @Nullable Object context) {
        if (context instanceof Map<?, ?> task) {
            Shapes.putPresent(shape, "workflow_execution", task.get("workflow_execution_id"));
            Shapes.putPresent(shape, "task_execution", task.get("task_execution_id"));
        }
    }

    private void putCause(Map<String, @Nullable Object> shape, Cause cause, Attributes wanted) {
        Shapes.putPresent(shape, "parent", cause.parent());
        Ref rule = cause.rule();
        if (rule != null) {
            shape.put("rule", rules.of(rule));
        }
        Ref trigger = cause.trigger();
        Ref type = cause.triggerType();
        if (trigger != null) {
            shape.put(
                    "trigger",
                    catalog.trigger(trigger.toString())
                            .map(Shapes::trigger)
                            .orElseGet(() ->
                                    Shapes.trigger(new Trigger(trigger, type == null ? trigger : type, Map.of()))));
        }
        if (type != null) {
            shape.put(
                    "trigger_type",
                    catalog.triggerType(type.toString())
                            .map(Shapes::triggerType)
                            .orElseGet(() -> Shapes.named(type, Kind.TRIGGER_TYPE)));
        }
        String instance = cause.triggerInstance();
        if (instance != null && wanted.wants("trigger_instance")) {
            shape.put(
                    "trigger_instance",
                    events.apply(instance).map(EventShapes::instance).orElseGet(() -> onlyId(instance)));
        }
    }

    private static Map<String, @Nullable Object> onlyId(String id) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", id);
        return shape;
    }

    private static void putResult(Map<String, @Nullable Object> shape, Execution execution, Attributes wanted) {
        Map<String, @Nullable Object> result = execution.result();
        if (result != null && (wanted.wants("result") || wanted.wants("result_size"))) {
            shape.put("result", result);
            shape.put("result_size", Json.write(result).length);
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS;
    }
}
