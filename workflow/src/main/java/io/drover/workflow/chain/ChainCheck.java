package io.drover.workflow.chain;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.value.Value;
import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.YamlDocument;
import io.drover.workflow.inspect.Finding;
import io.drover.workflow.inspect.Finding.Kind;
import io.drover.workflow.inspect.SchemaCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a chain. StackStorm refuses some of it before the chain runs; the rest it lets run, and so do we: it is
 * found by the inspection alone.
 */
final class ChainCheck {
    private static final String TASK_SCHEMA = "properties.chain.items";
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
            finding -> finding.place().orElse(new Place(0, 0)),
            Comparator.comparing(Place::line).thenComparing(Place::column));

    private final YamlDocument document;
    private final Map<?, ?> chain;
    private final List<Finding> refused = new ArrayList<>();
    private final List<Finding> tolerated = new ArrayList<>();

    private ChainCheck(YamlDocument document, Map<?, ?> chain) {
        this.document = document;
        this.chain = chain;
    }

    static ChainCheck of(YamlDocument document, Map<?, ?> chain) {
        ChainCheck check = new ChainCheck(document, chain);
        check.form();
        if (check.refused.isEmpty()) {
            check.names();
            check.tasks();
            check.templates(chain.get("vars"), "vars", "properties.vars");
        }
        return check;
    }

    /** {@return what StackStorm refuses to run, by place} */
    List<Finding> refused() {
        return refused.stream().sorted(BY_PLACE).toList();
    }

    /** {@return all that was found, by place} */
    List<Finding> all() {
        return Stream.concat(refused.stream(), tolerated.stream())
                .sorted(BY_PLACE)
                .toList();
    }

    private void form() {
        for (Finding finding : SchemaCheck.of(withoutNulls(chain), ChainSchema.CHAIN)) {
            // StackStorm checks the form of the first task alone; a chain it ships has a "description" in others
            boolean unknownProperty = (TASK_SCHEMA + ".additionalProperties").equals(finding.schemaPath());
            boolean first = "chain[0]".equals(finding.specPath());
            (unknownProperty && !first ? tolerated : refused).add(placed(finding));
        }
    }

    /** What is optional may be null. */
    private static @Nullable Object withoutNulls(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> rest = new LinkedHashMap<>();
            map.forEach((name, member) -> {
                if (member != null) {
                    rest.put(name, "chain".equals(name) ? withoutNulls(member) : member);
                }
            });
            return rest;
        }
        return value instanceof List<?> list
                ? list.stream().map(ChainCheck::withoutNulls).toList()
                : value;
    }

    private void names() {
        List<Map<?, ?>> tasks = tasksOf(chain);
        Set<Object> names = new LinkedHashSet<>();
        if (tasks.isEmpty()) {
            refuse("The chain has no task. Add one to \"chain\".", "chain", "properties.chain");
        }
        for (int i = 0; i < tasks.size(); i++) {
            Object name = tasks.get(i).get("name");
            if (!names.add(String.valueOf(name))) {
                tolerated.add(placed(Finding.of(
                        Kind.SEMANTICS,
                        "Another task has the name \"" + name + "\", too. Only the first of them can run.",
                        "chain[" + i + "].name",
                        TASK_SCHEMA + ".properties.name")));
            }
        }
        unknown(chain.get("default"), names)
                .ifPresent(name -> refuse(
                        "Unable to find node with name \"" + name + "\" referenced in \"default\".",
                        "default",
                        "properties.default"));
        for (int i = 0; i < tasks.size(); i++) {
            Map<?, ?> task = tasks.get(i);
            for (String branch : List.of("on-success", "on-failure")) {
                String path = "chain[" + i + "]." + branch;
                unknown(task.get(branch), names)
                        .ifPresent(name -> refuse(
                                "Unable to find node with name \"" + name + "\" referenced in \"" + branch
                                        + "\" in task \"" + task.get("name") + "\".",
                                path,
                                TASK_SCHEMA + ".properties." + branch));
            }
        }
    }

    private static Optional<String> unknown(@Nullable Object name, Set<Object> names) {
        return name instanceof String text
                        && !text.isEmpty()
                        && !ChainTemplates.isTemplate(text)
                        && !names.contains(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private void tasks() {
        List<Map<?, ?>> tasks = tasksOf(chain);
        templates(chain.get("default"), "default", "properties.default");
        for (int i = 0; i < tasks.size(); i++) {
            Map<?, ?> task = tasks.get(i);
            String path = "chain[" + i + "]";
            if (Value.isTrue(task.get("params")) && Value.isTrue(task.get("parameters"))) {
                refuse(
                        "Either \"params\" or \"parameters\" attribute needs to be provided, but not both, in task \""
                                + task.get("name") + "\".",
                        path + ".params",
                        TASK_SCHEMA + ".properties.params");
            }
            for (String part : List.of("params", "parameters", "on-success", "on-failure", "publish")) {
                templates(task.get(part), path + "." + part, TASK_SCHEMA + ".properties." + part);
            }
        }
    }

    private void templates(@Nullable Object value, String path, String schemaPath) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                templates(name, path + "." + name, schemaPath);
                templates(member, path + "." + name, schemaPath);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                templates(list.get(i), path + "[" + i + "]", schemaPath);
            }
        } else if (value instanceof String text && ChainTemplates.isTemplate(text)) {
            try {
                Jinja.strict().template(text);
            } catch (ExpressionException unreadable) {
                tolerated.add(placed(new Finding(
                        Kind.EXPRESSIONS, unreadable.getMessage(), path, schemaPath, text, "jinja", Optional.empty())));
            }
        }
    }

    private void refuse(String message, String path, String schemaPath) {
        refused.add(placed(Finding.of(Kind.SEMANTICS, message, path, schemaPath)));
    }

    private Finding placed(Finding finding) {
        Optional<Place> exact = Optional.ofNullable(finding.part()).flatMap(document.places()::name);
        return finding.at(exact.isPresent() ? exact : document.places().nearest(finding.specPath()));
    }

    /** {@return the tasks of a chain of the right form} */
    static List<Map<?, ?>> tasksOf(Map<?, ?> chain) {
        List<Map<?, ?>> tasks = new ArrayList<>();
        if (chain.get("chain") instanceof List<?> list) {
            list.forEach(one -> tasks.add((Map<?, ?>) one));
        }
        return tasks;
    }
}
