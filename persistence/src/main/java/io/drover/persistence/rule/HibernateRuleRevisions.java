package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.RuleRevisions;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Revisions of rules in the database. */
public record HibernateRuleRevisions(StatelessSession session) implements RuleRevisions {

    @Override
    public void append(RuleRevision revision) {
        session.insert(RuleRevisionRow.of(revision));
    }

    @Override
    public List<RuleRevision> current() {
        return session
                .createSelectionQuery(
                        "from RuleRevisionRow r where r.key.number = (select max(o.key.number) from RuleRevisionRow o"
                                + " where o.key.rule = r.key.rule) order by r.key.rule",
                        RuleRevisionRow.class)
                .getResultList()
                .stream()
                .map(RuleRevisionRow::revision)
                .toList();
    }

    @Override
    public Optional<RuleRevision> current(Ref rule) {
        return inForce(rule, Long.MAX_VALUE);
    }

    @Override
    public Optional<RuleRevision> find(Ref rule, int number) {
        return Optional.ofNullable(session.get(RuleRevisionRow.class, new RuleRevisionRow.Key(rule.toString(), number)))
                .map(RuleRevisionRow::revision);
    }

    @Override
    public Optional<RuleRevision> inForce(Ref rule, long version) {
        return session
                .createSelectionQuery(
                        "from RuleRevisionRow r where r.key.rule = :rule and r.effectiveFrom <= :version"
                                + " order by r.key.number desc",
                        RuleRevisionRow.class)
                .setParameter("rule", rule.toString())
                .setParameter("version", version)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(RuleRevisionRow::revision);
    }

    @Override
    public List<RuleRevision> inForce(long version) {
        return session
                .createSelectionQuery(
                        "from RuleRevisionRow r where r.key.number = (select max(o.key.number) from RuleRevisionRow o"
                                + " where o.key.rule = r.key.rule and o.effectiveFrom <= :version) order by r.key.rule",
                        RuleRevisionRow.class)
                .setParameter("version", version)
                .getResultList()
                .stream()
                .map(RuleRevisionRow::revision)
                .toList();
    }

    @Override
    public List<RuleRevision> list(Ref rule) {
        return session
                .createSelectionQuery(
                        "from RuleRevisionRow r where r.key.rule = :rule order by r.key.number", RuleRevisionRow.class)
                .setParameter("rule", rule.toString())
                .getResultList()
                .stream()
                .map(RuleRevisionRow::revision)
                .toList();
    }
}
