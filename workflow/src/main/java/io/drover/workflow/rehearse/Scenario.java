package io.drover.workflow.rehearse;

import io.drover.expressions.value.Value;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.RerunTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is made up for a rehearsal: inputs, results of actions, the order in which they end, and what is asked of the
 * workflow meanwhile.
 */
final class Scenario {
    private static final int MOST_STEPS = 1000;

    private final Map<String, @Nullable Object> settings;
    private final Map<String, Integer> used = new HashMap<>();

    Scenario(Map<String, @Nullable Object> settings) {
        this.settings = settings;
    }

    /** An action under way. */
    record Running(String task, int route, @Nullable Integer item, boolean pending) {
        Running waiting() {
            return new Running(task, route, item, true);
        }

        /** {@return what may be written for it, the most specific first} */
        List<String> keys() {
            String routed = task + "__r" + route;
            return item == null
                    ? List.of(routed, task)
                    : List.of(routed + "[" + item + "]", task + "[" + item + "]", routed, task);
        }
    }

    /** How an action ended. */
    record Result(Status status, @Nullable Object result) {}

    /**
     * What is asked of the workflow.
     *
     * @param after once so many actions have ended
     * @param what pause, resume, cancel, rerun or fail
     * @param written as it stands in the scenario
     */
    record Control(long after, String what, List<RerunTask> tasks, Map<?, ?> written) {}

    Map<String, @Nullable Object> inputs() {
        return mapping("inputs");
    }

    Map<String, @Nullable Object> context() {
        return mapping("context");
    }

    Map<String, @Nullable Object> keys() {
        return mapping("kv");
    }

    boolean inspectOnly() {
        return Value.isTrue(settings.get("inspect_only"));
    }

    /** Whether to run in spite of findings. */
    boolean force() {
        return Value.isTrue(settings.get("force"));
    }

    /** Whether all actions under way end before next tasks are asked for. */
    boolean inRounds() {
        return Value.isTrue(settings.get("rounds"));
    }

    /** {@return what random numbers follow from} */
    int seed() {
        return settings.get("seed") instanceof Number number ? number.intValue() : 0;
    }

    long mostSteps() {
        return settings.get("max_steps") instanceof Number number ? number.longValue() : MOST_STEPS;
    }

    List<Control> controls() {
        List<Control> controls = new ArrayList<>();
        for (Object written : settings.get("controls") instanceof List<?> list ? list : List.of()) {
            if (written instanceof Map<?, ?> control) {
                long after = control.get("after") instanceof Number number ? number.longValue() : 0;
                controls.add(new Control(after, String.valueOf(control.get("do")), tasks(control), control));
            }
        }
        controls.sort(Comparator.comparingLong(Control::after));
        return controls;
    }

    private static List<RerunTask> tasks(Map<?, ?> control) {
        List<RerunTask> tasks = new ArrayList<>();
        for (Object one : control.get("tasks") instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> task) {
                int route = task.get("route") instanceof Number number ? number.intValue() : 0;
                tasks.add(
                        new RerunTask(String.valueOf(task.get("task")), route, Value.isTrue(task.get("reset_items"))));
            }
        }
        return tasks;
    }

    /** {@return which of the actions under way ends next} */
    int next(List<Running> running) {
        Object order = settings.get("order");
        if (order instanceof List<?> first) {
            int best = 0;
            for (int i = 1; i < running.size(); i++) {
                if (place(running.get(i), first) < place(running.get(best), first)) {
                    best = i;
                }
            }
            return best;
        }
        return "lifo".equals(order) ? running.size() - 1 : 0;
    }

    private static int place(Running running, List<?> order) {
        return running.keys().stream()
                .mapToInt(order::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** {@return how an action ends, the results of one list used one after the other} */
    Result result(Running running) {
        Map<String, @Nullable Object> results = mapping("results");
        for (String key : running.keys()) {
            Object written = results.get(key);
            if (written instanceof Map<?, ?> always) {
                return result(always);
            }
            if (written instanceof List<?> list) {
                int turn = used.merge(key, 1, Integer::sum) - 1;
                if (turn < list.size()) {
                    return result((Map<?, ?>) Objects.requireNonNull(list.get(turn)));
                }
                if ("last".equals(settings.get("exhausted")) && !list.isEmpty()) {
                    return result((Map<?, ?>) Objects.requireNonNull(list.get(list.size() - 1)));
                }
                return result(mapping("default"));
            }
        }
        return result(mapping("default"));
    }

    private static Result result(Map<?, ?> written) {
        Object status = written.get("status");
        return new Result(status == null ? Status.SUCCEEDED : Status.of(String.valueOf(status)), written.get("result"));
    }

    @SuppressWarnings("unchecked") // mappings of JSON have texts for keys
    private Map<String, @Nullable Object> mapping(String name) {
        return settings.get(name) instanceof Map<?, ?> mapping ? (Map<String, @Nullable Object>) mapping : Map.of();
    }
}
