package io.drover.restapi.fake;

import static java.util.Objects.requireNonNull;

import io.drover.engine.api.Workflows;
import io.drover.model.error.DroverException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds one thing wrong with a workflow: that it calls {@code core.nope}. */
public final class FakeWorkflows implements Workflows {
    private volatile @Nullable String lastDefinition;

    /** {@return the text inspected last} */
    public String lastDefinition() {
        return requireNonNull(lastDefinition);
    }

    @Override
    public List<Map<String, @Nullable Object>> inspect(String definition) {
        lastDefinition = definition;
        if (definition.isEmpty()) {
            throw DroverException.invalid("Workflow definition is empty.");
        }
        return definition.contains("core.nope")
                ? List.of(Map.of(
                        "type", "content",
                        "message", "The action \"core.nope\" is not registered in the database.",
                        "spec_path", "tasks.t1.action",
                        "schema_path", "properties.tasks.patternProperties.^\\w+$.properties.action"))
                : List.of();
    }
}
