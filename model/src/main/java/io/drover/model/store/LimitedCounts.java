package io.drover.model.store;

import io.drover.model.rule.LimitedMatches;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What limits, silences and freezes stopped or delayed: counts, never one row per match. */
public interface LimitedCounts {

    /**
     * Adds to the counts.
     *
     * @param counted each name at most once
     * @return those whose row was not there yet: the first of their window
     */
    List<LimitedMatches> add(Collection<LimitedMatches> counted);

    /** Fields: {@code rule_ref limit key}; time is that of the last match. */
    Listing<LimitedMatches> list(Query query);

    /** Removes old counts. */
    int forget(Instant lastBefore, int limit);
}
