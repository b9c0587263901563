package io.drover.workflow.chain;

import io.drover.expressions.value.HasAttributes;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.Surroundings;
import io.drover.workflow.conduct.TaskEntry;
import io.drover.workflow.conduct.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a chain knows beside its tasks: the contexts of its state, while an event is worked on. */
final class ChainData {
    /** What it was started with: {@code inputs} and {@code context}. */
    private static final int GIVEN = 0;

    /** Its variables, with those published since. */
    private static final int VARS = 1;

    private static final int PUBLISHED = 2;

    /** The tasks that ended after they had waited for a person, by name. */
    private static final int ANSWERED = 3;

    private static final String INPUTS = "inputs";
    private static final String CONTEXT = "context";

    private final List<Map<String, @Nullable Object>> contexts;
    private final Limits limits;
    private long size;

    ChainData(State state, Limits limits) {
        this.contexts = new ArrayList<>(state.contexts());
        this.size = state.contextSize();
        this.limits = limits;
    }

    /** {@return the parameters that a run was started with} */
    static Map<String, @Nullable Object> inputs(State state) {
        return member(state.contexts(), INPUTS);
    }

    /** {@return all that the tasks of a run have published} */
    static Map<String, @Nullable Object> published(State state) {
        return state.contexts().size() > PUBLISHED ? state.contexts().get(PUBLISHED) : Map.of();
    }

    private static Map<String, @Nullable Object> member(List<Map<String, @Nullable Object>> contexts, String name) {
        return !contexts.isEmpty() && contexts.get(GIVEN).get(name) instanceof Map<?, ?> values
                ? Values.plain(values)
                : Map.of();
    }

    List<Map<String, @Nullable Object>> contexts() {
        return contexts;
    }

    long size() {
        return size;
    }

    Map<String, @Nullable Object> inputs() {
        return member(contexts, INPUTS);
    }

    /** {@return what the run was started with beside its parameters} */
    Map<String, @Nullable Object> context() {
        return member(contexts, CONTEXT);
    }

    void give(Map<String, ? extends @Nullable Object> context, Map<String, ? extends @Nullable Object> inputs) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put(INPUTS, inputs);
        given.put(CONTEXT, context);
        contexts.add(Values.plain(given));
        contexts.add(Map.of());
        contexts.add(Map.of());
        contexts.add(Map.of());
        count(inputs);
    }

    void setVars(Map<String, @Nullable Object> vars) {
        count(vars);
        contexts.set(VARS, vars);
    }

    void publish(Map<String, @Nullable Object> variables) {
        if (!variables.isEmpty()) {
            count(variables);
            contexts.set(VARS, merged(contexts.get(VARS), variables));
            contexts.set(PUBLISHED, merged(contexts.get(PUBLISHED), variables));
        }
    }

    void markAnswered(String task, boolean answered) {
        if (answered != contexts.get(ANSWERED).containsKey(task)) {
            Map<String, @Nullable Object> marked = new LinkedHashMap<>(contexts.get(ANSWERED));
            if (answered) {
                marked.put(task, true);
            } else {
                marked.remove(task);
            }
            contexts.set(ANSWERED, Values.plain(marked));
        }
    }

    /** @throws ChainFailure if that is more than a chain may hold */
    void count(@Nullable Object value) {
        size += Values.size(value);
        if (size > limits.contextSize()) {
            throw new ChainFailure("The variables and results of the chain have " + size
                    + " characters and values, but at most " + limits.contextSize()
                    + " are allowed. Keep large data elsewhere.");
        }
    }

    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(before);
        merged.putAll(more);
        return Values.plain(merged);
    }

    /** {@return what the templates of {@code vars} see} */
    Map<String, @Nullable Object> seenAtFirst(Surroundings surroundings) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>(surroundings.variables());
        seen.put("action_context", context());
        seen.putAll(inputs());
        return seen;
    }

    /**
     * {@return what the templates of a task see}
     *
     * @param ended the newest run of each task that has ended
     */
    Map<String, @Nullable Object> seen(Surroundings surroundings, Iterable<TaskEntry> ended) {
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        ended.forEach(entry -> results.put(entry.task(), seenResult(entry)));
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        if (surroundings.variables().get("st2kv") instanceof HasAttributes keys) {
            seen.put("system", keys.attribute("system")); // its name of old
        }
        seen.putAll(inputs());
        seen.putAll(results);
        seen.putAll(contexts.get(VARS));
        seen.put("__results", results);
        seen.putAll(surroundings.variables());
        seen.put("action_context", context());
        return seen;
    }

    /** After a pause StackStorm gives the result of a task as {@code task.result}: so chains read the answer to an inquiry. */
    private @Nullable Object seenResult(TaskEntry entry) {
        if (!contexts.get(ANSWERED).containsKey(entry.task())) {
            return entry.result();
        }
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        if (entry.result() instanceof Map<?, ?> result) {
            both.putAll(Values.plain(result));
        }
        both.put("result", entry.result());
        return both;
    }
}
