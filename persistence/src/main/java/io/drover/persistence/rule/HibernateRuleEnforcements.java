package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.RuleEnforcements;
import io.drover.persistence.lineage.Lineage;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Enforcements and errors of clauses in the database. */
public record HibernateRuleEnforcements(StatelessSession session, Database database) implements RuleEnforcements {
    private static final Fields<EnforcementRow> FIELDS = new Fields<>(
            EnforcementRow.class,
            Map.of(
                    "id", "id",
                    "rule_ref", "rule",
                    "rule_id", "ruleId",
                    "trigger_instance", "triggerInstance",
                    "execution", "execution",
                    "status", "status",
                    "trace_id", "traceId",
                    "position", "sequence"),
            "enforcedAt",
            List.of("sequence"),
            true,
            Map.of("trace_id", Lineage.ENFORCEMENTS_OF_TRACE));

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(
                EnforcementRow.class,
                ClauseErrorRow.class,
                RuleRevisionRow.class,
                RuleStateRow.class,
                LimitedMatchRow.class,
                BacktestRow.class);
    }

    @Override
    public void insertAll(List<RuleEnforcement> enforcements) {
        EnforcementRow.INSERT.insert(
                session, database, enforcements.stream().map(EnforcementRow::of).toList());
    }

    @Override
    public Optional<RuleEnforcement> find(String id) {
        return Optional.ofNullable(session.get(EnforcementRow.class, id)).map(EnforcementRow::enforcement);
    }

    @Override
    public Set<String> known(Collection<String> keys) {
        return keys.isEmpty()
                ? Set.of()
                : Set.copyOf(session.createSelectionQuery(
                                "select e.key from EnforcementRow e where e.key in (:keys)", String.class)
                        .setParameterList("keys", Set.copyOf(keys))
                        .getResultList());
    }

    @Override
    public Listing<RuleEnforcement> list(Query query) {
        return FIELDS.list(session, query, EnforcementRow::enforcement);
    }

    @Override
    public Set<Ref> rulesMatchedSince(Instant since) {
        return session
                .createSelectionQuery(
                        "select distinct e.rule from EnforcementRow e where e.enforcedAt >= :since", String.class)
                .setParameter("since", Instants.stored(since))
                .getResultList()
                .stream()
                .map(Ref::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<ClauseError> count(List<ClauseError> errors) {
        List<ClauseError> first = new ArrayList<>();
        for (ClauseError error : errors) {
            if (!addToKnown(error)) {
                session.insert(ClauseErrorRow.of(error));
                first.add(error);
            }
        }
        return first;
    }

    private boolean addToKnown(ClauseError error) {
        return session.createMutationQuery("update ClauseErrorRow e set e.count = e.count + :count where e.rule = :rule"
                                + " and e.ruleRevision = :revision and e.hour = :hour and e.clause = :clause")
                        .setParameter("count", error.count())
                        .setParameter("rule", error.rule().toString())
                        .setParameter("revision", error.ruleRevision())
                        .setParameter("hour", Instants.stored(error.hour()))
                        .setParameter("clause", error.clause())
                        .executeUpdate()
                > 0;
    }

    @Override
    public List<ClauseError> errors(String ruleRef) {
        return session
                .createSelectionQuery(
                        "from ClauseErrorRow e where e.rule = :rule order by e.hour desc, e.seq desc",
                        ClauseErrorRow.class)
                .setParameter("rule", ruleRef)
                .getResultList()
                .stream()
                .map(ClauseErrorRow::error)
                .toList();
    }
}
