package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trying rules over stored events, one at a time. */
public interface Backtests {

    /**
     * What to try.
     *
     * @param against another version, whose firings are compared; null: none
     * @param from events that were accepted from then on
     * @param to before then
     */
    record Request(Version candidate, @Nullable Version against, Instant from, Instant to) {}

    /**
     * A version of a rule.
     *
     * @param rule ref or id; null where the text says it
     * @param revision null: the one in force
     * @param content the text of a rule file, in the place of what is registered; null: none
     */
    record Version(
            @Nullable String rule,
            @Nullable Integer revision,
            @Nullable String content) {}

    /** Begins to try a rule; while another one is tried on this node, it is refused as {@code TOO_MANY}. */
    Backtest start(Request request, Principal by);

    Optional<Backtest> find(String id);

    /** As {@link io.drover.model.store.Backtests#list}. */
    Listing<Backtest> list(Query query);

    /** Ends one that runs on this node; what it found so far is dropped. One that runs on another node is a {@code CONFLICT}. */
    Backtest cancel(String id, Principal by);

    /** Removes one that has ended. */
    void remove(String id, Principal by);
}
