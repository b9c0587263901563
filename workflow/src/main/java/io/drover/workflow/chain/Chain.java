package io.drover.workflow.chain;

import io.drover.model.json.JsonValues;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.YamlDocument;
import io.drover.workflow.definition.YamlProblem;
import io.drover.workflow.inspect.Finding;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An action chain as it is written (platform spec 5.4).
 *
 * @param start the task that runs first, or a template that names it
 * @param vars variables that are rendered once, when the chain starts
 * @param tasks by name, as written; of those with equal names the first
 */
public record Chain(String start, Map<String, @Nullable Object> vars, Map<String, ChainTask> tasks) {
    private static final Pattern ESCAPED = Pattern.compile("\\\\.");

    public Chain {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    }

    /** {@return whether a text is meant as a chain, and not as a workflow of Orquesta} */
    public static boolean isMeantBy(String text) {
        try {
            return document(text).value() instanceof Map<?, ?> members
                    && members.containsKey("chain")
                    && !members.containsKey("tasks");
        } catch (LoadException unreadable) {
            return false;
        }
    }

    /**
     * Reads a chain, in YAML or JSON.
     *
     * @throws LoadException where StackStorm would not run it either: one that says all that is wrong, with the place of
     *     the first
     */
    public static Chain read(String text) {
        YamlDocument document = document(text);
        Map<?, ?> chain = mapping(document);
        List<Finding> refused = ChainCheck.of(document, chain).refused();
        if (!refused.isEmpty()) {
            Place place = refused.get(0).place().orElse(new Place(0, 0));
            throw new LoadException(
                    "ValueError",
                    refused.stream().map(Chain::withoutPeriod).collect(Collectors.joining("; ", "", ".")),
                    place.line(),
                    place.column());
        }
        return of(chain);
    }

    private static String withoutPeriod(Finding finding) {
        String message = finding.message();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /**
     * {@return what is wrong with a chain, by place; more than what keeps it from running}
     *
     * @throws LoadException if the text is no mapping at all
     */
    public static List<Finding> inspect(String text) {
        YamlDocument document = document(text);
        return ChainCheck.of(document, mapping(document)).all();
    }

    private static YamlDocument document(String text) {
        try {
            return YamlDocument.read(text.stripLeading().startsWith("{") ? yaml(text) : text);
        } catch (YamlProblem wrong) {
            throw new LoadException(
                    "ValueError",
                    "Failed to load chain definition because " + wrong.problem() + ".",
                    wrong.line(),
                    wrong.column());
        }
    }

    /** JSON is YAML but for tabs, which can only be blank space in it, and for slashes that are escaped. */
    private static String yaml(String json) {
        return ESCAPED.matcher(json.replace('\t', ' '))
                .replaceAll(escaped -> Matcher.quoteReplacement(escaped.group().equals("\\/") ? "/" : escaped.group()));
    }

    private static Map<?, ?> mapping(YamlDocument document) {
        if (document.value() instanceof Map<?, ?> members) {
            return members;
        }
        throw new LoadException(
                "ValueError",
                "Expected an action chain, a mapping with \"chain\" in it, but found another value.",
                1,
                1);
    }

    private static Chain of(Map<?, ?> chain) {
        Map<String, ChainTask> tasks = new LinkedHashMap<>();
        Set<String> followers = new HashSet<>();
        for (Map<?, ?> written : ChainCheck.tasksOf(chain)) {
            ChainTask task = ChainTask.of(written);
            tasks.putIfAbsent(task.name(), task);
            followers.add(task.onSuccess());
            followers.add(task.onFailure());
        }
        String start = chain.get("default") instanceof String named && !named.isEmpty()
                ? named
                : tasks.keySet().stream()
                        .filter(name -> !followers.contains(name))
                        .findFirst()
                        .orElseGet(() -> tasks.keySet().iterator().next());
        return new Chain(
                start, chain.get("vars") instanceof Map<?, ?> vars ? JsonValues.copyOf(vars) : Map.of(), tasks);
    }
}
