package io.drover.model.pack;

import io.drover.model.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule in a file names and another file declares.
 *
 * @param kind {@link Kind#TRIGGER_TYPE} or {@link Kind#ACTION}
 * @param file as problems name it
 * @param line of the name, as in {@link Problem}
 * @param column of the name, as in {@link Problem}
 * @param parameters what the rule gives it
 */
public record Reference(Kind kind, Ref ref, String file, int line, int column, List<Given> parameters) {

    /** A parameter that a rule gives, and the place of its name. */
    public record Given(String name, @Nullable Object value, int line, int column) {}

    public Reference {
        parameters = List.copyOf(parameters);
    }

    /** {@return this under another name of its file} */
    public Reference in(String otherFile) {
        return new Reference(kind, ref, otherFile, line, column, parameters);
    }

    /** {@return the parameters as plain JSON} */
    public Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        parameters.forEach(given -> values.put(given.name(), given.value()));
        return values;
    }

    /** {@return what is wrong with the thing itself, at the place where the rule names it} */
    public Problem error(String message) {
        return Problem.error(file, line, column, message);
    }

    /** {@return an error for an action that is not there; the hint is empty or has a space before it} */
    public Problem missingAction(String hint) {
        return error("Action '" + ref + "' is not registered." + hint + " Register its pack, or correct the rule.");
    }

    /** {@return an error for each parameter that an action, which takes the given ones, does not have} */
    public List<Problem> unknownParameters(Collection<String> taken) {
        String allowed = taken.isEmpty() ? "none" : String.join(", ", new TreeSet<>(taken));
        List<Problem> problems = new ArrayList<>();
        for (Given given : parameters) {
            if (!taken.contains(given.name())) {
                problems.add(Problem.error(
                        file,
                        given.line(),
                        given.column(),
                        "Action '" + ref + "' has no parameter '" + given.name() + "'."
                                + Nearest.hint(given.name(), taken) + " It takes " + allowed + "."));
            }
        }
        return problems;
    }
}
