package io.drover.testkit.judge;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the run was set up to do.
 *
 * @param effects each rule by name, and what its action leaves in the ledger
 * @param matching the names of the rules that an event, given by its id, has to match
 * @param mayFail the rules whose actions may end otherwise than well without a kill: failed, timed out or canceled
 * @param kills how often a process was killed
 * @param underWayAtMost how many executions can have been running at the moment of one kill
 */
public record Expectations(
        Map<String, Effects> effects,
        Function<String, Set<String>> matching,
        Set<String> mayFail,
        int kills,
        int underWayAtMost) {
    public Expectations {
        effects = Map.copyOf(effects);
        mayFail = Set.copyOf(mayFail);
    }

    /** Every event matches every rule, and no action fails by itself. */
    public static Expectations everyRuleMatches(Map<String, Effects> effects, int kills, int underWayAtMost) {
        return new Expectations(effects, event -> effects.keySet(), Set.of(), kills, underWayAtMost);
    }

    /** What the action of a rule leaves in the ledger. */
    public enum Effects {
        /** Nothing; its action does not write there. */
        NONE,
        /** One line when it runs; it must not be repeated. */
        ONCE,
        /** One line per attempt; it may be attempted again. */
        REPEATABLE
    }
}
