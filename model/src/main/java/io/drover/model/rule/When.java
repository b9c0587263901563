package io.drover.model.rule;

import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several events on which a rule calls its actions (rule language, section 3).
 *
 * @param unless events that cancel what has been collected for their key
 * @param by path of the key in each event, by the event's name, those of {@code unless} too; empty: all events share one key
 * @param within from the first to the last event; null where the form needs none
 * @param hold how long a match then waits, still cancelled by an event of {@code unless}; null where it does not wait
 */
public record When(
        Form form,
        List<EventPattern> unless,
        Map<String, String> by,
        @Nullable Duration within,
        @Nullable Duration hold) {

    /** The longest that a rule may look back and wait. */
    public static final Duration LONGEST = Duration.ofDays(30);

    public When {
        unless = List.copyOf(unless);
        by = Map.copyOf(by);
    }

    /** {@return every event that it asks for, those of {@code unless} last} */
    public List<EventPattern> events() {
        return Stream.concat(form.events().stream(), unless.stream()).toList();
    }

    /** {@return the triggers whose events it asks for, each once} */
    public List<Trigger> triggers() {
        return events().stream().map(EventPattern::trigger).distinct().toList();
    }
}
