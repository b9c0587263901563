package io.drover.engine.api;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Reference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pack as it was read last.
 *
 * @param problems of its files and routes, errors and warnings
 * @param waiting what was found but is not run yet, in words
 * @param references what its rules name
 * @param configSchema empty where there is none
 */
public record RegisteredPack(
        Pack pack,
        List<Problem> problems,
        List<String> waiting,
        List<Reference> references,
        Map<String, @Nullable Object> configSchema) {
    public RegisteredPack {
        problems = List.copyOf(problems);
        waiting = List.copyOf(waiting);
        references = List.copyOf(references);
        configSchema = JsonValues.copyOf(configSchema);
    }
}
