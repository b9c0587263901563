package io.drover.ruledsl.rulebook;

import io.drover.ruledsl.rulebook.Condition.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of a rulebook are called in our rules.
 *
 * @param isWebhook whether the events are those of a webhook, whose payload lies elsewhere
 * @param captured how we call the events that a condition or template may refer to, by their names there
 * @param vars what the rulebook was started with
 */
record Names(boolean isWebhook, Map<String, String> captured, Map<String, ? extends @Nullable Object> vars) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What Jinja takes for methods of an object before it looks for its members. */
    private static final Set<String> METHODS = Set.of(
            "items", "keys", "values", "get", "pop", "update", "copy", "clear", "setdefault", "popitem", "fromkeys");

    Names withCaptured(Map<String, String> names) {
        return new Names(isWebhook, names, vars);
    }

    /** {@return a path in Jinja, as one text for each of its prefixes, the root first} */
    List<String> prefixes(Path path) throws CannotTranslate {
        return switch (path.root()) {
            case "event" -> prefixes("trigger", path.steps());
            case "events" -> ofCaptured(path);
            default ->
                throw new CannotTranslate("'" + path.root() + "." + steps(path)
                        + "' is a long-lived fact. Keep it in the datastore, and write st2kv.system.name");
        };
    }

    private List<String> ofCaptured(Path path) throws CannotTranslate {
        if (!path.steps().isEmpty() && path.steps().get(0) instanceof String name && captured.containsKey(name)) {
            return prefixes(
                    captured.get(name), path.steps().subList(1, path.steps().size()));
        }
        throw new CannotTranslate("'events." + steps(path) + "' names no event that was captured before");
    }

    private static String steps(Path path) {
        return String.join(".", path.steps().stream().map(String::valueOf).toList());
    }

    private List<String> prefixes(String root, List<Object> steps) throws CannotTranslate {
        List<String> prefixes = new ArrayList<>();
        prefixes.add(root);
        String text = root;
        for (Object step : isWebhook ? ofWebhook(steps) : steps) {
            if (step instanceof String name) {
                text += PLAIN.matcher(name).matches() && !METHODS.contains(name)
                        ? "." + name
                        : "[" + JinjaConstant.of(name) + "]";
            } else {
                text += "[" + step + "]";
            }
            prefixes.add(text);
        }
        return prefixes;
    }

    private static List<Object> ofWebhook(List<Object> steps) throws CannotTranslate {
        List<Object> ours = new ArrayList<>(steps);
        if (steps.isEmpty()) {
            return ours;
        }
        if (steps.get(0).equals("payload")) {
            ours.set(0, "body");
            return ours;
        }
        if (steps.size() > 1 && steps.get(0).equals("meta") && steps.get(1).equals("headers")) {
            ours.remove(0);
            return ours;
        }
        throw new CannotTranslate(
                "'event." + steps.get(0) + "' is not in the events of a webhook: they have 'body' and 'headers'");
    }

    /** {@return what the rulebook was started with at a path} */
    @Nullable
    Object variable(Path path) throws CannotTranslate {
        Object value = vars;
        for (Object step : path.steps()) {
            if (value instanceof Map<?, ?> map && map.containsKey(step)) {
                value = map.get(step);
            } else if (value instanceof List<?> list && step instanceof Long at && at >= 0 && at < list.size()) {
                value = list.get(at.intValue());
            } else {
                throw new CannotTranslate("'vars." + steps(path)
                        + "' is known only when a rulebook starts. Give the variables with --vars FILE");
            }
        }
        return value;
    }
}
