package io.drover.workflow.rehearse;

import io.drover.model.text.Nearest;
import io.drover.workflow.Status;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a scenario is of the right form. What is not makes its case unusable; what nothing asks for is told. */
final class ScenarioCheck {
    private static final Set<String> KEYS = Set.of(
            "inputs",
            "context",
            "results",
            "default",
            "exhausted",
            "order",
            "rounds",
            "controls",
            "kv",
            "seed",
            "max_steps",
            "inspect_only",
            "force");
    private static final Set<String> REQUESTS = Set.of("pause", "resume", "cancel", "rerun", "fail");
    private static final Pattern RESULT_KEY = Pattern.compile("(.+?)(?:__r\\d+)?(?:\\[\\d+\\])?");

    private ScenarioCheck() {}

    /** @throws UnusableException naming the first thing that is wrong */
    static void check(Map<String, @Nullable Object> scenario) {
        for (String name : List.of("inputs", "context", "kv", "results", "default")) {
            mapping(scenario.get(name), "\"" + name + "\"");
        }
        results(scenario.get("results"));
        status(scenario.get("default"), "\"default\"");
        oneOf(scenario.get("exhausted"), Set.of("default", "last"), "\"exhausted\"");
        if (!(scenario.get("order") instanceof List)) {
            oneOf(scenario.get("order"), Set.of("fifo", "lifo"), "\"order\", if it is no list,");
        }
        controls(scenario.get("controls"));
    }

    private static void results(@Nullable Object results) {
        if (results instanceof Map<?, ?> written) {
            written.forEach((key, value) -> {
                String where = "the result of \"" + key + "\"";
                for (Object one : value instanceof List<?> list ? list : List.of(value == null ? Map.of() : value)) {
                    if (one == null) {
                        throw wrong("each of " + where, "a mapping", null);
                    }
                    mapping(one, where);
                    status(one, where);
                }
            });
        }
    }

    private static void controls(@Nullable Object controls) {
        if (controls != null && !(controls instanceof List)) {
            throw wrong("\"controls\"", "a list", controls);
        }
        for (Object control : controls instanceof List<?> list ? list : List.of()) {
            mapping(control, "each of \"controls\"");
            if (control instanceof Map<?, ?> members) {
                if (!(members.get("after") == null || members.get("after") instanceof Number)) {
                    throw wrong("\"after\" of a control", "a number of ended actions", members.get("after"));
                }
                oneOf(String.valueOf(members.get("do")), REQUESTS, "\"do\" of a control");
            }
        }
    }

    private static void mapping(@Nullable Object value, String where) {
        if (value != null && !(value instanceof Map)) {
            throw wrong(where, "a mapping", value);
        }
    }

    private static void status(@Nullable Object result, String where) {
        if (result instanceof Map<?, ?> members && members.get("status") != null) {
            try {
                Status.of(String.valueOf(members.get("status")));
            } catch (IllegalArgumentException unknown) {
                throw new UnusableException("In " + where + ": " + unknown.getMessage());
            }
        }
    }

    private static void oneOf(@Nullable Object value, Set<String> allowed, String where) {
        if (value != null && !allowed.contains(String.valueOf(value))) {
            throw wrong(where, "one of " + String.join(", ", new TreeSet<>(allowed)), value);
        }
    }

    private static UnusableException wrong(String where, String expected, @Nullable Object found) {
        return new UnusableException(
                "Expected " + expected + " as " + where + " of the scenario, but found " + found + ".");
    }

    /** {@return what of a scenario counts for nothing, maybe as it is misspelt} */
    static List<String> unused(Workflow workflow, Map<String, @Nullable Object> scenario) {
        List<String> unused = new ArrayList<>();
        for (String key : scenario.keySet()) {
            if (!KEYS.contains(key)) {
                unused.add("Nothing asks for \"" + key + "\" of the scenario." + Nearest.hint(key, KEYS));
            }
        }
        if (scenario.get("results") instanceof Map<?, ?> results) {
            for (Object key : results.keySet()) {
                Matcher parts = RESULT_KEY.matcher(String.valueOf(key));
                String task = parts.matches() ? parts.group(1) : String.valueOf(key);
                if (!workflow.tasks().containsKey(task)) {
                    unused.add("The workflow has no task \"" + task + "\", for which the scenario has a result."
                            + Nearest.hint(task, workflow.tasks().keySet()));
                }
            }
        }
        return unused;
    }
}
