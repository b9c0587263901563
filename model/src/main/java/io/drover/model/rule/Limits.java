package io.drover.model.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the matches of a rule and its actions (rule language, section 4). Each is null where the rule has none.
 * A path starts with {@code trigger}, the match's last event, or with the name of one of the rule's events.
 */
public record Limits(
        @Nullable Throttle throttle,
        @Nullable Debounce debounce,
        @Nullable Collapse collapse,
        @Nullable Flap flap,
        @Nullable Guard guard) {

    /** No limits. */
    public static final Limits NONE = new Limits(null, null, null, null, null);

    /** The first {@code count} matches of a window pass; it opens with the first of them. */
    public record Throttle(Duration per, @Nullable String by, int count) {}

    /**
     * The last match passes once it has been quiet.
     *
     * @param atMost after which it passes although it was not quiet; null: it waits for ever
     */
    public record Debounce(
            Duration quiet,
            @Nullable Duration atMost,
            @Nullable String by) {}

    /**
     * All matches of a window become one.
     *
     * @param span how long a window lasts that a match opened
     * @param max at so many matches it ends at once
     */
    public record Collapse(Duration span, @Nullable String by, int max) {}

    /**
     * Nothing passes while a value keeps changing, but one match when that begins and one when it ends.
     *
     * @param of path of the value, looked at in all events of the rule's triggers
     * @param changes so many within {@code within} are flapping
     * @param hold how long without a change until it has ended
     */
    public record Flap(String of, @Nullable String by, int changes, Duration within, Duration hold) {}

    /** Matches with at most so many distinct values pass within a sliding time. */
    public record Guard(int targets, String of, Duration per) {}

    /** {@return whether there are none} */
    public boolean isNone() {
        return equals(NONE);
    }
}
