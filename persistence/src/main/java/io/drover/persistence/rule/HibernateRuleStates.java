package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.store.RuleStates;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** What rules have collected, in the database. Written by one batch, because a commit may bring thousands. */
public record HibernateRuleStates(StatelessSession session, Database database) implements RuleStates {
    private static final String REMOVE =
            "delete from rule_state where pack = ? and rule_ref = ? and part = ? and key_name = ?";
    private static final String IN_ORDER = " order by s.id.rule, s.id.part, s.stateKey";

    @Override
    public List<RuleState> ofPack(String pack) {
        return states(session.createSelectionQuery(
                        "from RuleStateRow s where s.id.pack = :pack" + IN_ORDER, RuleStateRow.class)
                .setParameter("pack", pack));
    }

    @Override
    public List<RuleState> ofRule(Ref rule) {
        return states(session.createSelectionQuery(
                        "from RuleStateRow s where s.id.pack = :pack and s.id.rule = :rule" + IN_ORDER,
                        RuleStateRow.class)
                .setParameter("pack", rule.pack())
                .setParameter("rule", rule.toString()));
    }

    private static List<RuleState> states(SelectionQuery<RuleStateRow> query) {
        return query.getResultList().stream().map(RuleStateRow::state).toList();
    }

    @Override
    public void put(Collection<RuleState> states) {
        RuleStateRow.INSERT.upsert(
                session,
                database,
                RuleStateRow.KEY,
                states.stream().map(RuleStateRow::of).toList());
    }

    @Override
    public void remove(Collection<RuleState.Name> names) {
        if (!names.isEmpty()) {
            session.doWork(connection -> remove(connection, names));
        }
    }

    private static void remove(Connection connection, Collection<RuleState.Name> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            for (RuleState.Name name : names) {
                RuleStateRow.Id id = RuleStateRow.Id.of(name);
                BulkInsert.bindText(statement, 1, id.pack());
                BulkInsert.bindText(statement, 2, id.rule());
                BulkInsert.bindText(statement, 3, id.part());
                BulkInsert.bindText(statement, 4, id.keyName());
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }

    @Override
    public Optional<Instant> oldestEvent() {
        return Optional.ofNullable(
                session.createSelectionQuery("select min(s.since) from RuleStateRow s", Instant.class)
                        .getSingleResultOrNull());
    }
}
