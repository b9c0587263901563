package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Listing;
import io.drover.model.store.RuleStates;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.StoredKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** What rules have collected, in the database. Written by one batch, because a commit may bring thousands. */
public record HibernateRuleStates(StatelessSession session, Database database) implements RuleStates {
    private static final String REMOVE =
            "delete from rule_state where pack = ? and rule_ref = ? and part = ? and key_name = ?";
    private static final String IN_ORDER = " order by s.id.rule, s.id.part, s.stateKey";
    private static final String OF_RULE = "from RuleStateRow s where s.id.pack = :pack and s.id.rule = :rule";
    private static final String OF_PROGRAM = "s.id.part like '" + RuleState.OF_PROGRAM + "%'";
    private static final String WHOLE = "case when s.id.part like '" + RuleState.PIECE_OF_FORM + "%' then '"
            + RuleState.FORM + "' else s.id.part end";
    private static final String WHOLES = "select " + WHOLE + ", min(s.stateKey) " + OF_RULE;
    private static final String OF_WHOLES = " group by " + WHOLE + ", s.id.keyName order by 1, 2";
    /** So many keys stand in one statement. */
    private static final int KEYS = 500;

    @Override
    public List<RuleState> ofPrograms(String pack) {
        return states(session.createSelectionQuery(
                        "from RuleStateRow s where s.id.pack = :pack and " + OF_PROGRAM + IN_ORDER, RuleStateRow.class)
                .setParameter("pack", pack));
    }

    @Override
    public Map<Ref, Long> counts(String pack) {
        Map<Ref, Long> counts = new TreeMap<>();
        session.createSelectionQuery(
                        "select s.id.rule, count(*) from RuleStateRow s where s.id.pack = :pack and not " + OF_PROGRAM
                                + " group by s.id.rule",
                        Object[].class)
                .setParameter("pack", pack)
                .getResultList()
                .forEach(row -> counts.put(Ref.parse((String) row[0]), (Long) row[1]));
        return counts;
    }

    @Override
    public List<RuleState> ofRule(Ref rule) {
        return states(ofRule(OF_RULE + IN_ORDER, rule, RuleStateRow.class));
    }

    private <T> SelectionQuery<T> ofRule(String query, Ref rule, Class<T> rows) {
        return session.createSelectionQuery(query, rows)
                .setParameter("pack", rule.pack())
                .setParameter("rule", rule.toString());
    }

    @Override
    public List<RuleState> next(Ref rule, RuleState.@Nullable Name after, int most) {
        return session.doReturningWork(connection -> StateRows.next(connection, rule, after, most));
    }

    @Override
    public Listing<RuleState.Name> wholes(Ref rule, int offset, int limit) {
        SelectionQuery<Object[]> query = ofRule(WHOLES + OF_WHOLES, rule, Object[].class);
        long total = query.getResultCount();
        return new Listing<>(
                names(rule, query.setFirstResult(offset).setMaxResults(limit < 0 ? Integer.MAX_VALUE : limit)), total);
    }

    @Override
    public List<RuleState.Name> wholesWith(Ref rule, String event) {
        return names(
                rule,
                ofRule(WHOLES + " and cast(s.document as string) like :event" + OF_WHOLES, rule, Object[].class)
                        .setParameter("event", "%\"" + event + "\"%"));
    }

    private static List<RuleState.Name> names(Ref rule, SelectionQuery<Object[]> query) {
        return query.getResultList().stream()
                .map(row -> new RuleState.Name(rule, (String) row[0], (String) row[1]))
                .toList();
    }

    @Override
    public List<RuleState> ofWholes(Ref rule, Collection<RuleState.Name> wholes) {
        Set<RuleState.Name> wanted = Set.copyOf(wholes);
        List<String> keys =
                wanted.stream().map(name -> StoredKey.of(name.key())).distinct().toList();
        List<RuleState> states = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS) {
            states(ofRule(OF_RULE + " and s.id.keyName in :keys" + IN_ORDER, rule, RuleStateRow.class)
                            .setParameterList("keys", keys.subList(from, Math.min(keys.size(), from + KEYS))))
                    .stream()
                    .filter(state -> wanted.contains(state.whole()))
                    .forEach(states::add);
        }
        return states;
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
