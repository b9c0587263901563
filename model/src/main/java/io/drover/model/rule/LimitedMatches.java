package io.drover.model.rule;

import io.drover.model.pack.Ref;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Matches of a rule, or events, that something stopped or delayed, counted together for a key and a window.
 *
 * @param limit what did: the name of a limit such as {@code throttle}, {@code silence}, {@code freeze}, or {@code late} and
 *     {@code no_key} for events that a rule over several events did not collect
 * @param key the limit's key, {@code ""} where it has none
 * @param window when the limit's window began; the hour for what has no window of its own
 * @param firstInstance the event of the first of them, the last one of its match
 * @param lastInstance the event of the last of them
 * @param firstAt the time of the first match
 * @param lastAt the time of the last match
 */
public record LimitedMatches(
        Ref rule,
        int ruleRevision,
        String limit,
        String key,
        Instant window,
        String firstInstance,
        String lastInstance,
        Instant firstAt,
        Instant lastAt,
        long count) {

    public LimitedMatches {
        // databases keep no more: what they count in one row has one name here too
        window = window.truncatedTo(ChronoUnit.MICROS);
    }

    /** What is counted in one row. */
    public record Name(Ref rule, String limit, String key, Instant window) {}

    public Name name() {
        return new Name(rule, limit, key, window);
    }

    /** {@return these without some that were counted already} */
    public LimitedMatches less(long counted) {
        return new LimitedMatches(
                rule, ruleRevision, limit, key, window, firstInstance, lastInstance, firstAt, lastAt, count - counted);
    }

    /** {@return these and later ones of the same name} */
    public LimitedMatches and(LimitedMatches later) {
        return new LimitedMatches(
                rule,
                later.ruleRevision,
                limit,
                key,
                window,
                firstInstance,
                later.lastInstance,
                firstAt,
                later.lastAt,
                count + later.count);
    }
}
