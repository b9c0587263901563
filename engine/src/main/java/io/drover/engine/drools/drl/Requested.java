package io.drover.engine.drools.drl;

import io.drover.engine.drools.drl.Asked.Once;
import io.drover.model.action.ActionRequests;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes down what consequences ask for. */
final class Requested implements ActionRequests {
    private final Supplier<Ref> rule;
    private final Supplier<List<Event>> events;
    private final Supplier<Instant> clock;
    private @Nullable Event newest;
    private List<Asked> asked = new ArrayList<>();
    private int number;

    /**
     * Takes down nothing yet.
     *
     * @param rule whose consequence runs
     * @param events that it matched
     * @param clock of the session
     */
    Requested(Supplier<Ref> rule, Supplier<List<Event>> events, Supplier<Instant> clock) {
        this.rule = rule;
        this.events = events;
        this.clock = clock;
    }

    /** The session takes an event. */
    void taken(Event event) {
        newest = event;
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
        asked.add(asked(number++, ref, JsonValues.copyOf(parameters), null));
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
        asked.add(asked(number, null, Map.of(), reason));
    }

    private Asked asked(
            int place, @Nullable String action, Map<String, @Nullable Object> parameters, @Nullable String failure) {
        return new Asked(rule.get(), place, events.get(), newest, clock.get(), action, parameters, null, failure);
    }

    /** {@return what was asked since the last time} */
    List<Asked> take() {
        List<Asked> taken = asked;
        asked = new ArrayList<>();
        return taken;
    }
}
