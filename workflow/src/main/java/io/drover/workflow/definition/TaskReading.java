package io.drover.workflow.definition;

import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From plain values to tasks. */
final class TaskReading {
    private static final int LONGEST_SHOWN = 40;

    private TaskReading() {}

    /** Writes {@code with: text} of each task out as {@code with: {items: text}}. */
    static @Nullable Object withWrittenOut(@Nullable Object tasks) {
        if (!(tasks instanceof Map<?, ?> members)) {
            return tasks;
        }
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        members.forEach((name, body) -> all.put(name, longForm(String.valueOf(name), body)));
        return all;
    }

    private static Object longForm(String name, @Nullable Object body) {
        if (body == null || body instanceof Number || body instanceof Boolean) {
            throw LoadException.type(
                            "argument of type '" + Value.typeName(body) + "' is not iterable",
                            "the task \"" + name + "\" is " + kindOf(body)
                                    + ". Give it keys such as \"action\", or write {} where nothing is to be done.")
                    .in("tasks." + name);
        }
        if (!(body instanceof Map<?, ?> members) || !(members.get("with") instanceof String items)) {
            return body;
        }
        Map<Object, @Nullable Object> task = new LinkedHashMap<>(members);
        task.put("with", Map.of("items", items));
        return task;
    }

    /** {@return what people call a value of this kind} */
    static String kindOf(@Nullable Object value) {
        if (value == null || value instanceof List || value instanceof Map) {
            return value == null ? "nothing" : value instanceof List ? "a list" : "a mapping";
        }
        String text = String.valueOf(value);
        return "\"" + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text) + "\"";
    }

    /** {@return the names and values of a list such as {@code vars}; what is neither a name nor a pair is left out} */
    static List<Assignment> assignments(@Nullable Object list) {
        List<Assignment> assignments = new ArrayList<>();
        for (Object element : list instanceof List<?> elements ? elements : List.of()) {
            if (element instanceof String name) {
                assignments.add(new Assignment(name, null));
            } else if (element instanceof Map<?, ?> pair && !pair.isEmpty()) {
                Map.Entry<?, ?> first = pair.entrySet().iterator().next();
                assignments.add(new Assignment(String.valueOf(first.getKey()), first.getValue()));
            }
        }
        return assignments;
    }

    static Map<String, Task> tasks(@Nullable Object tasks) {
        Map<String, Task> all = new LinkedHashMap<>();
        if (tasks instanceof Map<?, ?> members) {
            members.forEach((name, body) -> {
                if (body instanceof Map<?, ?> task) {
                    all.put(String.valueOf(name), task(String.valueOf(name), task));
                }
            });
        }
        return Collections.unmodifiableMap(all);
    }

    private static Task task(String name, Map<?, ?> body) {
        Object action = body.get("action");
        Object input = body.get("input");
        List<Assignment> inline = InlineParameters.of(action);
        if (!inline.isEmpty() && action instanceof String text) {
            int blank = text.indexOf(' ');
            if (blank < 0) {
                throw LoadException.noBlank(text).in("tasks." + name + ".action");
            }
            action = text.substring(0, blank);
            Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
            inline.forEach(pair -> pairs.put(pair.name(), pair.value()));
            input = pairs;
        }
        return new Task(
                name,
                action,
                input == null ? Map.of() : input,
                items(body.get("with")),
                Value.isTrue(body.get("delay")) ? body.get("delay") : null,
                body.get("join"),
                retry(body.get("retry")),
                transitions(body.get("next"), "tasks." + name + ".next"));
    }

    private static @Nullable WithItems items(@Nullable Object with) {
        return with instanceof Map<?, ?> members && members.get("items") instanceof String items
                ? WithItems.of(items, members.get("concurrency"))
                : null;
    }

    private static @Nullable Retry retry(@Nullable Object retry) {
        return retry instanceof Map<?, ?> members && members.containsKey("count")
                ? new Retry(members.get("when"), members.get("count"), members.get("delay"))
                : null;
    }

    private static List<Transition> transitions(@Nullable Object next, String path) {
        if (!Value.isTrue(next)) {
            return List.of();
        }
        if (!(next instanceof List<?> elements)) {
            LoadException wrong = next instanceof Map
                    ? LoadException.value("The spec is not type of list.", "")
                    : LoadException.noSection(next);
            throw wrong.explained("\"" + path + "\" is " + kindOf(next)
                            + ", not a list of transitions. Write it as \"- do: name\" or \"- {when: …, do: …}\".")
                    .in(path);
        }
        List<Transition> transitions = new ArrayList<>();
        for (Object element : elements) {
            String place = path + "[" + transitions.size() + "]";
            if (!Value.isTrue(element) || !(element instanceof Map<?, ?> members)) {
                LoadException wrong = Value.isTrue(element)
                        ? LoadException.noSection(element)
                        : LoadException.value("The spec cannot be type of None.", "");
                throw wrong.explained("\"" + place + "\" is " + kindOf(element)
                                + ", not a transition. Write it as \"do: name\" or \"{when: …, do: …}\".")
                        .in(place);
            }
            transitions.add(transition(members));
        }
        return transitions;
    }

    private static Transition transition(Map<?, ?> members) {
        Object publish = members.get("publish");
        Object when = members.get("when");
        return new Transition(
                Value.isTrue(when) ? PythonText.str(when) : null,
                publish instanceof String ? InlineParameters.of(publish) : assignments(publish),
                targets(members.get("do")));
    }

    private static List<String> targets(@Nullable Object names) {
        if (!Value.isTrue(names)) {
            return List.of(Command.CONTINUE.word());
        }
        if (names instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (names instanceof Map<?, ?> mapping) {
            return targets(mapping.keySet()); // of the wrong form, which the inspection tells
        }
        return Arrays.stream(String.valueOf(names).split(",", -1))
                .map(String::strip)
                .toList();
    }
}
