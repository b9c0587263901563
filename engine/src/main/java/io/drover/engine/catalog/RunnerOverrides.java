package io.drover.engine.catalog;

import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What an action may say of its runner's parameters (platform spec 5.1). */
public final class RunnerOverrides {
    private static final Set<String> ALLOWED = Set.of("default", "description", "enum", "immutable", "required");

    private RunnerOverrides() {}

    /** {@return what an action says of parameters that it may not say, in sentences} */
    public static List<String> problems(Action action, RunnerType runner) {
        List<String> problems = new ArrayList<>();
        action.parameters().forEach((name, schema) -> {
            if (schema instanceof Map<?, ?> own) {
                Map<?, ?> inherited = runner.parameters().get(name) instanceof Map<?, ?> map ? map : Map.of();
                if (runner.parameters().containsKey(name)) {
                    own.forEach((word, value) -> {
                        if (!ALLOWED.contains(String.valueOf(word)) && !Objects.equals(value, inherited.get(word))) {
                            problems.add("The attribute '" + word + "' of the parameter '" + name + "' of runner '"
                                    + runner.name() + "' cannot be overridden in action '" + action.ref()
                                    + "'. Leave it out; allowed are default, description, enum, immutable, required.");
                        }
                    });
                }
                immutable(name, own, inherited, problems);
            }
        });
        return problems;
    }

    private static void immutable(String name, Map<?, ?> own, Map<?, ?> inherited, List<String> problems) {
        if (own.containsKey("immutable") && inherited.containsKey("immutable")) {
            problems.add("The runner declares whether the parameter '" + name
                    + "' is immutable, which cannot be overridden. Leave it out.");
        } else if (Boolean.TRUE.equals(own.get("immutable"))
                && !own.containsKey("default")
                && !inherited.containsKey("default")) {
            problems.add("The parameter '" + name + "' is immutable and has no default, so it would never have a value."
                    + " Give it one.");
        }
    }
}
