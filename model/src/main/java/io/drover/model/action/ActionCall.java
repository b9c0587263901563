package io.drover.model.action;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An action with templates for its parameters, as a rule writes it. */
public record ActionCall(
        Ref ref,
        Map<String, @Nullable Object> parameters,
        @Nullable String description) {
    public ActionCall {
        parameters = JsonValues.copyOf(parameters);
    }
}
