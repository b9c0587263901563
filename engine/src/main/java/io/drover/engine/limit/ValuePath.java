package io.drover.engine.limit;

import io.drover.engine.correlate.Match;
import io.drover.engine.match.Canonical;
import io.drover.engine.match.CriterionPath;
import io.drover.model.trigger.TriggerInstance;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a limit looks for a key or a value: {@code trigger.host} in the match's newest event, {@code down.host} in the newest
 * event of that name, or in what the match shows besides.
 *
 * @param root the first word of the path
 */
record ValuePath(String root, CriterionPath path) {
    private static final String NEWEST = "trigger";

    /** What has no value: without {@code by}, or where the value is missing or null. */
    static final String NONE = "";

    static ValuePath of(String text) {
        CriterionPath path = CriterionPath.parse(text);
        return new ValuePath(path.root(), path);
    }

    static @Nullable ValuePath ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }

    /** {@return the value in a match; null where it is missing or null} */
    @Nullable
    Object in(Match match) {
        Object start = start(match);
        return start == null ? null : path.first(Map.of(root, start));
    }

    /** {@return the value in an event, whichever its name is; null where it is missing or null} */
    @Nullable
    Object in(TriggerInstance event) {
        return path.first(Map.of(root, event.payload()));
    }

    private @Nullable Object start(Match match) {
        if (root.equals(NEWEST)) {
            return match.newest().payload();
        }
        for (int at = match.members().size() - 1; at >= 0; at--) {
            Match.Member member = match.members().get(at);
            if (member.name().equals(root)) {
                return member.event().payload();
            }
        }
        return match.shown().get(root);
    }

    /** {@return the text by which equal values are known: text and numbers differ, {@code 1} and {@code 1.0} do not} */
    static String key(@Nullable Object value) {
        String key = Canonical.identity(value);
        return key == null ? NONE : key;
    }

    /** {@return the key of a match, under a path or without one} */
    static String key(@Nullable ValuePath by, Match match) {
        return by == null ? NONE : key(by.in(match));
    }

    /** {@return a key as people read it} */
    static String shown(String key) {
        return key.isEmpty() ? key : key.substring(2);
    }
}
