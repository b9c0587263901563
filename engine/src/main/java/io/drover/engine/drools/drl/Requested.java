package io.drover.engine.drools.drl;

import io.drover.engine.drools.drl.Asked.Once;
import io.drover.model.action.ActionRequests;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes down what consequences ask for. */
final class Requested implements ActionRequests {
    private final Supplier<Ref> rule;
    private final Supplier<List<Event>> events;
    private List<Asked> asked = new ArrayList<>();
    private int number;

    /**
     * Takes down nothing yet.
     *
     * @param rule whose consequence runs
     * @param events that it matched
     */
    Requested(Supplier<Ref> rule, Supplier<List<Event>> events) {
        this.rule = rule;
        this.events = events;
    }

    /** A rule's consequence begins. */
    void begin() {
        number = 0;
    }

    @Override
    public Request request(String ref, Map<String, ? extends @Nullable Object> parameters) {
        if (!Ref.looksLike(ref)) {
            throw new IllegalArgumentException("Expected an action's ref, 'pack.name', but found '" + ref + "'.");
        }
        int place = asked.size();
        asked.add(new Asked(rule.get(), number++, events.get(), ref, JsonValues.copyOf(parameters), null, null));
        return (key, window) -> {
            Duration duration = Durations.parse(window);
            if (duration == null || duration.isZero()) {
                throw new IllegalArgumentException(
                        "Expected a window such as \"10m\" or \"1h\" for oncePer, but found \"" + window + "\".");
            }
            asked.set(place, asked.get(place).oncePer(new Once(String.valueOf(key), duration)));
        };
    }

    /** Takes down that a rule's consequence failed; what it had asked for before stands. */
    void failed(String reason) {
        asked.add(new Asked(rule.get(), number, events.get(), null, Map.of(), null, reason));
    }

    /** {@return what was asked since the last time} */
    List<Asked> take() {
        List<Asked> taken = asked;
        asked = new ArrayList<>();
        return taken;
    }
}
