package io.drover.workflow.inspect;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells which actions there are, so that what tasks call can be checked. */
@FunctionalInterface
public interface KnownActions {

    /**
     * Looks up an action.
     *
     * @param ref such as {@code core.local}
     * @return what it takes; empty where there is no such action
     */
    Optional<Signature> find(String ref);

    /**
     * What an action takes, its runner's parameters included.
     *
     * @param required those that a caller has to give, as they have no default
     * @param all those that a caller may give
     */
    record Signature(Set<String> required, Set<String> all) {
        public Signature {
            required = Set.copyOf(required);
            all = Set.copyOf(all);
        }

        /** Reads parameters as StackStorm writes them, with {@code required} in the schema of each. */
        public static Signature of(Map<String, ? extends Map<String, ? extends @Nullable Object>> parameters) {
            Set<String> required = parameters.entrySet().stream()
                    .filter(parameter ->
                            Boolean.TRUE.equals(parameter.getValue().get("required")))
                    .filter(parameter -> !parameter.getValue().containsKey("default"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            return new Signature(required, parameters.keySet());
        }

        /** {@return the required parameters that are not given, by name} */
        Set<String> missing(Set<String> given) {
            Set<String> missing = new TreeSet<>(required);
            missing.removeAll(given);
            return missing;
        }

        /** {@return the given parameters that the action does not take, by name} */
        Set<String> unexpected(Set<String> given) {
            Set<String> unexpected = new TreeSet<>(given);
            unexpected.removeAll(all);
            return unexpected;
        }
    }
}
