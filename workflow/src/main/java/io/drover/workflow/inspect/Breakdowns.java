package io.drover.workflow.inspect;

import io.drover.expressions.value.Value;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Definitions on which StackStorm breaks down with an error of Python, before it finds anything. Ours are findings, or
 * are allowed; a comparison is told what StackStorm says.
 */
public final class Breakdowns {
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    /** Names that a task takes away from the class that holds it, and that its inspection calls. */
    private static final Set<String> CALLED = Set.of(
            "items",
            "keys",
            "values",
            "has_task",
            "has_tasks",
            "get_task",
            "get_next_tasks",
            "get_prev_tasks",
            "get_start_tasks",
            "is_join_task",
            "is_split_task",
            "inspect_semantics",
            "inspect_context");

    private final Object written;

    private Breakdowns(Workflow workflow) {
        Object tasks = workflow.spec().get("tasks");
        this.written = tasks == null ? Map.of() : tasks;
    }

    /** {@return the error that reading the definition ends in} */
    public static Optional<String> ofReading(Workflow workflow) {
        Breakdowns breakdowns = new Breakdowns(workflow);
        try {
            breakdowns.read();
            return Optional.empty();
        } catch (LoadException broken) {
            return Optional.of(broken.original());
        }
    }

    /** {@return the error that inspecting the definition ends in} */
    public static Optional<String> ofInspection(Workflow workflow) {
        Breakdowns breakdowns = new Breakdowns(workflow);
        Optional<String> lost = SemanticsCheck.lostOnTheWay(workflow).map(task -> "KeyError: '" + task + "'");
        return Stream.of(breakdowns.names(), breakdowns.steps(), lost, breakdowns.sections())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private void read() {
        if (!Value.isTrue(written)) {
            return;
        }
        if (written instanceof List) {
            throw new LoadException("AttributeError", "'list' object has no attribute 'items'", 0, 0);
        }
        if (!(written instanceof Map<?, ?> tasks)) {
            throw LoadException.noSection(written);
        }
        tasks.forEach((name, task) -> {
            if (isName(name)) {
                task(task);
            }
        });
    }

    private static void task(@Nullable Object task) {
        if (Value.isTrue(task) && !(task instanceof Map)) {
            throw LoadException.noSection(task);
        }
        section(task, "with");
        section(task, "retry");
    }

    private static boolean isName(@Nullable Object name) {
        return NAME.matcher(String.valueOf(name)).matches();
    }

    private static void section(@Nullable Object task, String name) {
        Object section = task instanceof Map<?, ?> members ? members.get(name) : null;
        if (Value.isTrue(section) && !(section instanceof Map) && !(section instanceof List)) {
            throw LoadException.noSection(section);
        }
    }

    private Map<?, ?> tasks() {
        return written instanceof Map<?, ?> members ? members : Map.of();
    }

    private Optional<String> names() {
        if (tasks().keySet().stream().anyMatch(CALLED::contains)) {
            return Optional.of("TypeError: 'TaskSpec' object is not callable");
        }
        if (tasks().containsKey("spec")) {
            return Optional.of("AttributeError: 'TaskSpec' object has no attribute 'keys'");
        }
        return tasks().keySet().stream()
                .filter(name -> !isName(name))
                .findFirst()
                .map(name -> "AttributeError: 'TaskMappingSpec' object has no attribute '" + name + "'");
    }

    /** Of a task without anything in it, and of targets that are neither text nor list. */
    private Optional<String> steps() {
        for (Object task : tasks().values()) {
            if (!Value.isTrue(task)) {
                return Optional.of("AttributeError: '" + Value.typeName(task) + "' object has no attribute 'next'");
            }
            Object next = task instanceof Map<?, ?> members ? members.get("next") : null;
            for (Object transition : next instanceof List<?> list ? list : List.of()) {
                Object targets = transition instanceof Map<?, ?> members ? members.get("do") : null;
                if (Value.isTrue(targets) && (targets instanceof Number || targets instanceof Boolean)) {
                    return Optional.of("TypeError: '" + Value.typeName(targets) + "' object is not iterable");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> sections() {
        boolean lists = tasks().values().stream()
                .anyMatch(task -> task instanceof Map<?, ?> members
                        && (isFilledList(members.get("with")) || isFilledList(members.get("retry"))));
        return lists ? Optional.of("AttributeError: 'list' object has no attribute 'get'") : Optional.empty();
    }

    private static boolean isFilledList(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty();
    }
}
