package io.drover.engine.rehearse;

import io.drover.model.rule.Backtest;
import io.drover.model.store.Backtests;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.Map;
import java.util.Optional;

/** Back-tests by id. */
record MemoryBacktests(Table<Backtest> rows) implements Backtests {
    private static final Table.Shape<Backtest> SHAPE = new Table.Shape<>(
            Map.of(
                    "id",
                    Backtest::id,
                    "rule_ref",
                    row -> row.rule().toString(),
                    "node",
                    Backtest::node,
                    "status",
                    row -> row.status().word()),
            Backtest::startedAt,
            true);

    @Override
    public void put(Backtest backtest) {
        rows.put(backtest.id(), backtest);
    }

    @Override
    public Optional<Backtest> find(String id) {
        return rows.find(id);
    }

    @Override
    public Listing<Backtest> list(Query query) {
        return SHAPE.list(rows, query);
    }

    @Override
    public void remove(String id) {
        boolean unused = rows.remove(id);
    }
}
