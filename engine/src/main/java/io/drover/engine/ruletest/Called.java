package io.drover.engine.ruletest;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.text.SpanText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call of an action that came of a case.
 *
 * @param at the time of its match, from the start of the case
 * @param parameters rendered, secrets masked; as they are written where they could not be rendered
 * @param phase of a flapping value; null where there is none
 * @param problem why the action could not be called; null where it could
 */
public record Called(
        Duration at,
        Ref action,
        Map<String, @Nullable Object> parameters,
        @Nullable String phase,
        @Nullable String problem) {
    public Called {
        parameters = JsonValues.copyOf(parameters);
    }

    /** {@return all of it as a test writes it} */
    public Map<String, @Nullable Object> document() {
        return document(parameters.keySet(), true, phase != null);
    }

    /** {@return the parts that a test compares, as it writes them} */
    Map<String, @Nullable Object> document(Set<String> compared, boolean withTime, boolean withPhase) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (withTime) {
            document.put("at", SpanText.of(at));
        }
        document.put("action", action.toString());
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(parameters);
        shown.keySet().retainAll(compared);
        if (!shown.isEmpty() || !compared.isEmpty()) {
            document.put("parameters", shown);
        }
        if (withPhase) {
            document.put("phase", phase);
        }
        if (problem != null) {
            document.put("error", problem);
        }
        return document;
    }
}
