package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One limit between the matches of a rule and its actions. Time never goes back for it. */
interface Stage {

    /** {@return the limit's name, which is also that of the part whose states are stored} */
    String name();

    /**
     * Decides about a match.
     *
     * @param found takes what becomes of one that does not pass
     * @return what passes, be it this match or one of all that were kept; null where nothing does
     */
    @Nullable
    Match take(Match match, Instant now, List<Found> found);

    /** Deals with the state that is due first, and gives the match that passes now; null where none does. */
    @Nullable
    Match due();

    /** Takes up a state, as far as the events to which it refers are there. */
    void restore(String key, Stored stored);

    KeyedStates<?> states();
}
