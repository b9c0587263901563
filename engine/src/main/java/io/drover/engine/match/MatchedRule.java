package io.drover.engine.match;

import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;

/**
 * What a matcher has to know of a rule.
 *
 * @param trigger the rule is asked about this trigger's events
 * @param backstop whether it is asked only where no other rule of the trigger matched
 * @param priority higher first among the rules that one event matches
 */
public record MatchedRule(Ref ref, int revision, Ref trigger, boolean backstop, int priority, Clauses clauses) {

    /** Compiles an enabled rule. */
    public static MatchedRule of(Rule rule, int revision, RuleLanguage language) {
        return new MatchedRule(
                rule.ref(),
                revision,
                rule.trigger().ref(),
                rule.type() == Rule.Type.BACKSTOP,
                rule.priority(),
                Clauses.of(rule, language));
    }
}
