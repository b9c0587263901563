package io.drover.engine.api;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import java.time.Instant;
import java.util.List;

/** What rules said, and what they did and did not do. */
public interface RuleHistory {

    /** {@return all revisions of a rule, oldest first} */
    List<RuleRevision> revisions(Ref rule);

    /**
     * {@return what nothing was made of since then}
     *
     * @param perTrigger about so many events of each trigger, the first ones since then, the clauses are asked
     */
    Coverage coverage(Instant since, int perTrigger);

    /**
     * What nothing was made of.
     *
     * @param sample the events that the clauses were asked about
     * @param neverMatched enabled rules; all matches since then count, not those of the sample alone
     * @param clauses that tell no events apart
     * @param triggersWithoutRules trigger types that no enabled rule asks for
     * @param uncalledActions actions that no enabled rule calls; workflows may
     */
    record Coverage(
            Instant since,
            Sample sample,
            List<Ref> neverMatched,
            List<IdleClause> clauses,
            List<Ref> triggersWithoutRules,
            List<Ref> uncalledActions) {
        public Coverage {
            neverMatched = List.copyOf(neverMatched);
            clauses = List.copyOf(clauses);
            triggersWithoutRules = List.copyOf(triggersWithoutRules);
            uncalledActions = List.copyOf(uncalledActions);
        }
    }

    /**
     * Some events of the triggers that rules ask for.
     *
     * @param events how many there are in it
     * @param read how many of the store were looked at for it
     * @param perTrigger so many of each trigger at most
     * @param complete whether it holds all of them since then
     */
    record Sample(long events, long read, int perTrigger, boolean complete) {}

    /**
     * A clause that came out the same for every event of its trigger in the sample.
     *
     * @param event which of the rule's events it is about; {@code ""} in a rule of one event
     * @param holds how it came out
     * @param events how many it was asked about
     */
    record IdleClause(Ref rule, String event, String clause, boolean holds, long events) {}
}
