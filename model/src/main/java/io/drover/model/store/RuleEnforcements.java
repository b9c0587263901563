package io.drover.model.store;

import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleEnforcement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of matches. */
public interface RuleEnforcements {

    void insertAll(List<RuleEnforcement> enforcements);

    Optional<RuleEnforcement> find(String id);

    /** {@return those of some {@link RuleEnforcement#key keys} under which an enforcement is stored} */
    Set<String> known(Collection<String> keys);

    /**
     * Fields: {@code id rule_ref rule_id trigger_instance execution status trace_id position}; time is that of the
     * enforcement, position the order of insertion.
     */
    Listing<RuleEnforcement> list(Query query);

    /** {@return the rules that matched since then, limited matches included} */
    Set<Ref> rulesMatchedSince(Instant since);

    /**
     * Adds to the counts of errors of one hour.
     *
     * @return those of them that are the first of their rule revision, clause and hour
     */
    List<ClauseError> count(List<ClauseError> errors);

    List<ClauseError> errors(String ruleRef);
}
