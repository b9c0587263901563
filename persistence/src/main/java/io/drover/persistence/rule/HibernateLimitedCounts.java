package io.drover.persistence.rule;

import io.drover.model.rule.LimitedMatches;
import io.drover.model.store.LimitedCounts;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;

/** Counts of what limits stopped, in the database: a batch of updates, whose counts tell which rows are to be inserted. */
public record HibernateLimitedCounts(StatelessSession session, Database database) implements LimitedCounts {
    private static final String ADD = "update limited_match set rule_revision = ?, last_instance = ?, last_at = ?,"
            + " match_count = match_count + ?"
            + " where rule_ref = ? and limit_name = ? and key_name = ? and window_starts_at = ?";

    private static final Fields<LimitedMatchRow> FIELDS = new Fields<>(
            LimitedMatchRow.class,
            Map.of("rule_ref", "rule", "limit", "limitName", "key", "limitKey", "position", "sequence"),
            "lastAt",
            List.of("sequence"),
            true);

    @Override
    public List<LimitedMatches> add(Collection<LimitedMatches> counted) {
        if (counted.isEmpty()) {
            return List.of();
        }
        List<LimitedMatches> all = List.copyOf(counted);
        List<LimitedMatchRow> rows = all.stream().map(LimitedMatchRow::of).toList();
        int[] known = session.doReturningWork(connection -> addToKnown(connection, rows));
        List<LimitedMatches> first = new ArrayList<>();
        List<LimitedMatchRow> unknown = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                first.add(all.get(i));
                unknown.add(rows.get(i));
            }
        }
        LimitedMatchRow.INSERT.insert(session, database, unknown);
        return first;
    }

    private static int[] addToKnown(Connection connection, List<LimitedMatchRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (LimitedMatchRow row : rows) {
                int next = 0;
                statement.setInt(++next, row.ruleRevision);
                BulkInsert.bindText(statement, ++next, row.lastInstance);
                BulkInsert.bindInstant(statement, ++next, row.lastAt);
                statement.setLong(++next, row.count);
                BulkInsert.bindText(statement, ++next, row.rule);
                BulkInsert.bindText(statement, ++next, row.limitName);
                BulkInsert.bindText(statement, ++next, row.keyName);
                BulkInsert.bindInstant(statement, ++next, row.windowStartsAt);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    @Override
    public Listing<LimitedMatches> list(Query query) {
        return FIELDS.list(session, query, LimitedMatchRow::matches);
    }

    @Override
    public int forget(Instant lastBefore, int limit) {
        List<Long> old = session.createSelectionQuery(
                        "select m.sequence from LimitedMatchRow m where m.lastAt < :before order by m.lastAt",
                        Long.class)
                .setParameter("before", Instants.stored(lastBefore))
                .setMaxResults(limit)
                .getResultList();
        return old.isEmpty()
                ? 0
                : session.createMutationQuery("delete LimitedMatchRow m where m.sequence in (:old)")
                        .setParameterList("old", old)
                        .executeUpdate();
    }
}
