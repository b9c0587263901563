package io.drover.model.store;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import java.util.List;
import java.util.Optional;

/** What rules say and said. */
public interface RuleRevisions {

    void append(RuleRevision revision);

    /** {@return the newest revision of every rule, those that are gone included} */
    List<RuleRevision> current();

    Optional<RuleRevision> current(Ref rule);

    Optional<RuleRevision> find(Ref rule, int number);

    /**
     * {@return the revision that was in force at a version of the rules}
     *
     * @param version as {@link Batches.Batch#ruleSet} has it
     */
    Optional<RuleRevision> inForce(Ref rule, long version);

    /** {@return the revisions of all rules that were in force at a version of the rules, by rule; those that are gone included} */
    List<RuleRevision> inForce(long version);

    List<RuleRevision> list(Ref rule);
}
