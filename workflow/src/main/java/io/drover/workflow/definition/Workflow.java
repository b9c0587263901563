package io.drover.workflow.definition;

import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Value;
import io.drover.model.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as it is written (spec of Orquesta, section 1). What is of the wrong kind in it is left out here and found by
 * the inspection.
 */
public final class Workflow {
    private static final String VERSION = "1.0";

    private final Map<String, @Nullable Object> spec;
    private final Places places;
    private final List<Assignment> input;
    private final List<Assignment> vars;
    private final List<Assignment> output;
    private final Map<String, Task> tasks;
    private final Graph graph;

    private Workflow(Map<String, @Nullable Object> spec, Places places) {
        this.spec = spec;
        this.places = places;
        this.input = TaskReading.assignments(spec.get("input"));
        this.vars = TaskReading.assignments(spec.get("vars"));
        this.output = TaskReading.assignments(spec.get("output"));
        this.tasks = TaskReading.tasks(spec.get("tasks"));
        this.graph = Graph.of(tasks);
    }

    /**
     * Reads the text of a workflow.
     *
     * @throws LoadException where it is none
     */
    public static Workflow read(String text) {
        if (text.isEmpty()) {
            throw LoadException.value(
                    "Workflow definition is empty.", "it is empty. Begin with \"version: 1.0\" and \"tasks:\".");
        }
        try {
            YamlDocument document = YamlDocument.read(text);
            return of(document.value(), document.places());
        } catch (YamlProblem wrong) {
            throw LoadException.of(wrong);
        }
    }

    /**
     * Makes a workflow of what was stored of it, without its places.
     *
     * @throws LoadException where it is none
     */
    public static Workflow of(Map<String, ? extends @Nullable Object> definition) {
        return of(definition, Places.NONE);
    }

    private static Workflow of(@Nullable Object value, Places places) {
        try {
            return read(value, places);
        } catch (LoadException wrong) {
            throw wrong.placed(places);
        }
    }

    private static Workflow read(@Nullable Object value, Places places) {
        if (!(value instanceof Map<?, ?> members)) {
            throw LoadException.value(
                    "Unable to convert workflow definition into dict.",
                    "it holds " + TaskReading.kindOf(value)
                            + " in place of keys such as \"version\" and \"tasks\". Begin with \"version: 1.0\" and"
                            + " \"tasks:\".");
        }
        Map<String, @Nullable Object> definition = new LinkedHashMap<>();
        members.forEach((key, member) -> definition.put(String.valueOf(key), member));
        Object version = definition.remove("version");
        if (!Value.isTrue(version)) {
            throw LoadException.value(
                    "Version of the workflow definition is not provided.",
                    "it has no version. Add the line \"version: " + VERSION + "\".");
        }
        if (!PythonText.str(version).equals(VERSION)) {
            throw LoadException.value(
                            "('Workflow definition is not the supported version \"%s\".', '" + VERSION + "')",
                            "its version is " + PythonText.str(version) + ", and " + VERSION
                                    + " is the only one that is known. Write \"version: " + VERSION + "\""
                                    + (PythonText.str(version).startsWith("2")
                                            ? ", and a workflow of Mistral anew."
                                            : "."))
                    .in("version");
        }
        if (definition.isEmpty()) {
            throw LoadException.value(
                    "Workflow definition contains no workflow.", "it has nothing but its version. Add \"tasks:\".");
        }
        definition.computeIfPresent("tasks", (name, tasks) -> TaskReading.withWrittenOut(tasks));
        return new Workflow(JsonValues.copyOf(definition), places);
    }

    /**
     * {@return the same as {@link #spec()}, but with dates and times as such, as StackStorm inspects it}
     *
     * @param text a text that was read as a workflow already
     */
    public static Map<String, @Nullable Object> specWithDates(String text) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        if (YamlDocument.withDates(text) instanceof Map<?, ?> members) {
            members.forEach((key, member) -> spec.put(String.valueOf(key), member));
        }
        spec.remove("version");
        spec.computeIfPresent("tasks", (name, tasks) -> TaskReading.withWrittenOut(tasks));
        return spec;
    }

    /** {@return the definition with its version, to be stored with a run} */
    public Map<String, @Nullable Object> definition() {
        Map<String, @Nullable Object> definition = new LinkedHashMap<>();
        definition.put("version", VERSION);
        definition.putAll(spec);
        return definition;
    }

    /** {@return the definition without its version, {@code with} in its long form; what the inspection looks at} */
    public Map<String, @Nullable Object> spec() {
        return spec;
    }

    /** {@return where the value at a path, or else what holds it, was written} */
    public Optional<Place> place(@Nullable String path) {
        return places.nearest(path);
    }

    /** {@return where the name of a member was written, or an element of a list} */
    public Optional<Place> placeOfName(String path) {
        return places.name(path);
    }

    /** {@return what it asks of its runs by its tags} */
    public Set<Option> options() {
        return Option.of(spec.get("tags"));
    }

    public List<Assignment> input() {
        return input;
    }

    public List<Assignment> vars() {
        return vars;
    }

    public List<Assignment> output() {
        return output;
    }

    /** {@return the tasks by name, as written} */
    public Map<String, Task> tasks() {
        return tasks;
    }

    /** {@return the tasks that can be reached, and the transitions between them} */
    public Graph graph() {
        return graph;
    }
}
