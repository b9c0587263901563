package io.drover.engine.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workflows, before they run. */
public interface Workflows {

    /**
     * Inspects a workflow (spec of Orquesta, section 12): its syntax, its tasks, its expressions, its variables, and whether
     * the actions that it calls are registered and get what they need.
     *
     * @param definition YAML
     * @return the findings in the shape of StackStorm's API, sorted by type and schema path: {@code type}, {@code message},
     *     {@code spec_path}, {@code schema_path}, and where it is about an expression {@code language} and
     *     {@code expression}; none where all is well
     */
    List<Map<String, @Nullable Object>> inspect(String definition);
}
