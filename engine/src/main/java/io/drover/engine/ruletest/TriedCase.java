package io.drover.engine.ruletest;

import io.drover.model.rule.RuleTest;
import io.drover.workflow.rehearse.Difference;
import java.util.List;

/**
 * What came of a case.
 *
 * @param called what the rule called, in the order in which it did
 * @param limited how often a limit stopped or delayed a match
 * @param differences what went otherwise than the case says
 * @param notes for people, why it did; empty where nothing went otherwise
 */
public record TriedCase(
        RuleTest.Case wanted, List<Called> called, int limited, List<Difference> differences, List<String> notes) {
    public TriedCase {
        called = List.copyOf(called);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** {@return whether all went as the case says} */
    public boolean passed() {
        return differences.isEmpty();
    }
}
