package io.drover.persistence.purge;

import io.drover.model.store.Purgeable;
import io.drover.model.store.Purges;
import io.drover.persistence.sql.Database;
import io.drover.persistence.trigger.HibernateTriggerInstances;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;

/** Removes old rows over a session's connection; entities of rows that nobody looks at would be a waste. */
public record JdbcPurges(StatelessSession session, Database database) implements Purges {

    @Override
    public Step remove(Purgeable kind, Instant before, long after, int limit) {
        return switch (kind) {
            case EXECUTIONS -> step(OldRows.EXECUTIONS, before, after, limit);
            case OUTPUTS -> step(OldRows.OUTPUTS, before, after, limit);
            case TRIGGER_INSTANCES -> step(OldRows.TRIGGER_INSTANCES, before, after, limit);
            case ENFORCEMENTS -> step(OldRows.ENFORCEMENTS, before, after, limit);
            case DEAD_LETTERS -> step(OldRows.DEAD_LETTERS, before, after, limit);
            case CLAUSE_ERRORS -> step(OldRows.CLAUSE_ERRORS, before, after, limit);
            case BATCHES -> session.doReturningWork(connection -> OldBatches.remove(connection, before, after, limit));
            case DEDUPE_KEYS -> {
                int removed = new HibernateTriggerInstances(session, database).forgetKeys(before, limit);
                yield new Step(after, removed, removed < limit);
            }
        };
    }

    private Step step(OldRows rows, Instant before, long after, int limit) {
        return session.doReturningWork(connection -> {
            List<Long> removable = new ArrayList<>();
            long upTo = after;
            int seen = 0;
            boolean anyOld = false;
            try (PreparedStatement look = connection.prepareStatement(rows.look())) {
                look.setLong(1, after);
                look.setInt(2, limit);
                try (ResultSet found = look.executeQuery()) {
                    while (found.next()) {
                        seen++;
                        upTo = found.getLong(1);
                        boolean isOld = found.getObject(2, OffsetDateTime.class)
                                .toInstant()
                                .isBefore(before);
                        anyOld |= isOld;
                        if (isOld && found.getInt(3) == 1) {
                            removable.add(upTo);
                        }
                    }
                }
            }
            for (String statement : rows.remove()) {
                removeAll(connection, statement, removable);
            }
            return new Step(upTo, removable.size(), seen < limit || !anyOld);
        });
    }

    private static void removeAll(Connection connection, String sql, List<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int places = (int) sql.chars().filter(each -> each == '?').count();
            for (long number : numbers) {
                for (int i = 1; i <= places; i++) {
                    statement.setLong(i, number);
                }
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }
}
