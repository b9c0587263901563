package io.drover.engine.correlate;

import io.drover.engine.match.CriterionPath;
import io.drover.model.trigger.TriggerInstance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path from an event, such as {@code trigger.host} or, by the event's name, {@code down.host}. */
final class EventPath {
    private final String text;
    private final @Nullable CriterionPath inside;

    private EventPath(String text, @Nullable CriterionPath inside) {
        this.text = text;
        this.inside = inside;
    }

    /**
     * Reads a path.
     *
     * @param name how the rule calls the event
     * @throws IllegalArgumentException where it is none, with what was expected where
     */
    static EventPath parse(String text, String name) {
        CriterionPath path = CriterionPath.parse(text);
        boolean leads = path.root().equals("trigger") || path.root().equals(name);
        return new EventPath(
                path.text(),
                leads
                        ? new CriterionPath(
                                path.text(),
                                path.steps().subList(1, path.steps().size()))
                        : null);
    }

    /** {@return the value there; null where there is none} */
    @Nullable
    Object of(TriggerInstance event) {
        Map<String, @Nullable Object> payload = event.payload();
        return inside == null ? null : inside.first(payload);
    }

    @Override
    public String toString() {
        return text;
    }
}
