package io.drover.engine.register;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Keeps the matcher at the rules of one event that are in force. Used by their owner alone. */
record Matching(RuleMatcher matcher, RuleLanguage language, Registry registry, Revisions revisions) {
    /** From so many rules on it is quicker to build all of them anew. */
    private static final int MANY = 50;

    /**
     * Brings rules to what is said about them.
     *
     * @param next revisions that are about to be added
     */
    void bring(Map<Ref, RuleSources> changed, Map<Ref, RuleRevision> next) {
        replace(changed.keySet(), rule -> {
            Rule wanted = changed.getOrDefault(rule, RuleSources.NONE).effective();
            RuleRevision revision = next.getOrDefault(rule, revisions.newest(rule));
            return wanted == null
                            || revision == null
                            || !wanted.enabled()
                            || revision.isQuarantine()
                            || wanted.program() != null
                            || wanted.isCorrelated()
                    ? Optional.empty()
                    : Optional.of(MatchedRule.of(wanted, revision.number(), language));
        });
    }

    /** Brings rules back to what is registered. */
    void restore(Set<Ref> changed) {
        replace(changed, this::registered);
    }

    private Optional<MatchedRule> registered(Ref rule) {
        RegisteredRule registered = registry.rule(rule);
        return registered == null
                        || !registered.rule().enabled()
                        || registered.rule().program() != null
                        || registered.rule().isCorrelated()
                        || revisions.isQuarantined(rule)
                ? Optional.empty()
                : Optional.of(MatchedRule.of(registered.rule(), registered.revision(), language));
    }

    private void replace(Set<Ref> changed, Function<Ref, Optional<MatchedRule>> rules) {
        if (changed.size() < MANY) {
            changed.forEach(rule -> rules.apply(rule).ifPresentOrElse(matcher::put, () -> matcher.remove(rule)));
            return;
        }
        Stream<MatchedRule> others = registry.rules().stream()
                .map(registered -> registered.rule().ref())
                .filter(rule -> !changed.contains(rule))
                .flatMap(rule -> registered(rule).stream());
        matcher.reset(Stream.concat(others, changed.stream().flatMap(rule -> rules.apply(rule).stream()))
                .toList());
    }
}
