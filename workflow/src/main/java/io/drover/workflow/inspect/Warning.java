package io.drover.workflow.inspect;

import io.drover.workflow.definition.Place;
import java.util.Optional;

/**
 * Something in a workflow that is allowed and hardly meant: a quirk of the language that is kept, as existing workflows
 * depend on it (spec of Orquesta, section 15, "flag"). It does not keep a workflow from running.
 *
 * @param specPath where in the workflow, such as {@code tasks.a.next[0].when}
 * @param place empty where the workflow was read from no text
 */
public record Warning(String message, String specPath, Optional<Place> place) {
    static Warning of(String message, String specPath) {
        return new Warning(message, specPath, Optional.empty());
    }

    Warning at(Optional<Place> found) {
        return new Warning(message, specPath, found);
    }
}
