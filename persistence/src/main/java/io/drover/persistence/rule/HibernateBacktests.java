package io.drover.persistence.rule;

import io.drover.model.rule.Backtest;
import io.drover.model.store.Backtests;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Back-tests in the database. */
public record HibernateBacktests(StatelessSession session, Database database) implements Backtests {
    private static final Fields<BacktestRow> FIELDS = new Fields<>(
            BacktestRow.class,
            Map.of("id", "id", "rule_ref", "rule", "node", "node", "status", "status"),
            "startedAt",
            List.of("sequence"),
            true);

    @Override
    public void put(Backtest backtest) {
        BacktestRow.INSERT.upsert(session, database, BacktestRow.KEY, List.of(BacktestRow.of(backtest)));
    }

    @Override
    public Optional<Backtest> find(String id) {
        return Optional.ofNullable(session.get(BacktestRow.class, id)).map(BacktestRow::backtest);
    }

    @Override
    public Listing<Backtest> list(Query query) {
        return FIELDS.list(session, query, BacktestRow::backtest);
    }

    @Override
    public void remove(String id) {
        int unused = session.createMutationQuery("delete BacktestRow b where b.id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }
}
