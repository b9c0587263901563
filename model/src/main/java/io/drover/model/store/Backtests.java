package io.drover.model.store;

import io.drover.model.rule.Backtest;
import java.util.Optional;

/** Back-tests and what came of them. */
public interface Backtests {

    /** Stores a back-test, in the place of the one with its id. */
    void put(Backtest backtest);

    Optional<Backtest> find(String id);

    /** Fields: {@code id rule_ref node status}; time is that of the start. */
    Listing<Backtest> list(Query query);

    /** Removes a back-test, where it is there. */
    void remove(String id);
}
