package io.drover.engine.correlate;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that together satisfied a rule.
 *
 * @param key the value that the events have in common, {@code ""} without {@code by}; text and numbers are different keys
 * @param shownKey the same as templates see it; null without {@code by}
 * @param at when the match is: the time of its last event, or when what it waited for was over
 * @param members the events in the order of acceptance; only those that a form keeps, and none of a silence that never
 *     followed an event
 * @param newest the event that templates see as {@code trigger}, and on which the enforcement hangs
 * @param shown what templates see besides the members by name: {@code value}, {@code events_total}, {@code phase}
 * @param once makes an execution happen once, together with the rule and the index of the action
 */
public record Match(
        Ref rule,
        int revision,
        String key,
        @Nullable Object shownKey,
        Instant at,
        List<Member> members,
        TriggerInstance newest,
        Map<String, @Nullable Object> shown,
        String once) {
    /** How many payloads templates see as {@code events} at most. */
    public static final int MOST_SHOWN = 1_000;

    /**
     * An event of a match.
     *
     * @param name of the rule's event that it is
     */
    public record Member(String name, TriggerInstance event) {}

    public Match {
        members = List.copyOf(members);
        shown = JsonValues.copyOf(shown);
    }

    /** {@return what templates see: each member's payload by its name, the newest of a name; {@code trigger}; the rest} */
    public Map<String, @Nullable Object> context() {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        members.forEach(member -> context.put(member.name(), member.event().payload()));
        context.put("trigger", newest.payload());
        context.put(
                "events",
                members.stream()
                        .skip(Math.max(0, members.size() - MOST_SHOWN))
                        .map(member -> member.event().payload())
                        .toList());
        context.put("events_total", (long) members.size());
        context.put("key", shownKey);
        // a template of a rule that flaps is used with and without a phase
        context.put("phase", null);
        context.putAll(shown);
        return context;
    }
}
