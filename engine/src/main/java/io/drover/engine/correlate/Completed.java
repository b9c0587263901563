package io.drover.engine.correlate;

import io.drover.model.json.JsonValues;
import io.drover.model.text.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key have satisfied a form.
 *
 * @param at when they did
 * @param members in the order of acceptance
 * @param shown what templates see besides
 * @param once tells it from all others of its rule
 */
record Completed(Instant at, List<Match.Member> members, Map<String, @Nullable Object> shown, String once) {
    private static final int LONGEST_ONCE = 160;

    Completed {
        members = List.copyOf(members);
        shown = JsonValues.copyOf(shown);
    }

    /** An event and how the rule calls it. */
    record Named(String name, Kept kept) {}

    /** {@return a match of its last event's time, told from others by its events} */
    static Completed of(Instant at, List<Named> events) {
        List<Match.Member> members = inOrder(events);
        return new Completed(at, members, Map.of(), once(members));
    }

    /** {@return a match that is told from others by a text} */
    static Completed of(
            Instant at, List<Match.Member> members, Map<String, ? extends @Nullable Object> shown, String once) {
        return new Completed(at, members, JsonValues.copyOf(shown), shortened(once));
    }

    /** {@return the same at another time} */
    Completed at(Instant time) {
        return new Completed(time, members, shown, once);
    }

    /** {@return what tells these events from others} */
    static String once(List<Match.Member> members) {
        return members.size() == 1
                ? members.get(0).event().id()
                : shortened(members.stream().map(member -> member.event().id()).collect(Collectors.joining(",")));
    }

    private static List<Match.Member> inOrder(List<Named> events) {
        List<Named> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(named -> named.kept().order()));
        return sorted.stream()
                .map(named -> new Match.Member(named.name(), named.kept().event()))
                .toList();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_ONCE ? text : "sha256 " + Sha256.hex(text);
    }
}
