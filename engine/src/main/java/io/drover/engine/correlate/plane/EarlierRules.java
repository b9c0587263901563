package io.drover.engine.correlate.plane;

import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules as earlier revisions of them said them: events are still to be taken that were accepted under these. */
final class EarlierRules {
    private final Store store;
    private final PackReader reader;

    EarlierRules(Store store, PackReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /**
     * {@return those of some rules that were another revision at a version of the rules, as they were then}
     *
     * @param rules as they are now. One that was taken out since, be it for a moment, is none that goes on
     * @param clock where the clock of the rules stood; what changed before is none of what is asked for
     */
    List<ActiveRule> at(long ruleSet, Instant clock, Collection<ActiveRule> rules) {
        List<ActiveRule> changed =
                rules.stream().filter(rule -> rule.revision() > 1).toList();
        if (changed.isEmpty()) {
            return List.of();
        }
        return store.read(transaction -> changed.stream()
                .flatMap(rule -> at(ruleSet, clock, rule, transaction).stream())
                .toList());
    }

    private Optional<ActiveRule> at(long ruleSet, Instant clock, ActiveRule now, Transaction transaction) {
        Ref ref = now.rule().ref();
        RuleRevision then = transaction.rules().inForce(ref, ruleSet).orElse(null);
        if (then == null || then.number() >= now.revision()) {
            return Optional.empty();
        }
        List<RuleRevision> since = transaction.rules().list(ref).stream()
                .filter(revision -> revision.number() > then.number() && revision.number() <= now.revision())
                .toList();
        boolean goesOn = since.stream().allMatch(this::isEnabled)
                && since.stream()
                        .anyMatch(revision -> revision.number() == now.revision()
                                && !revision.at().isBefore(clock));
        return goesOn
                ? rule(then)
                        .filter(Rule::enabled)
                        .map(rule -> new ActiveRule(rule, then.number(), then.effectiveFrom()))
                : Optional.empty();
    }

    private boolean isEnabled(RuleRevision revision) {
        return rule(revision).filter(Rule::enabled).isPresent();
    }

    private Optional<Rule> rule(RuleRevision revision) {
        Map<String, @Nullable Object> document = revision.document();
        return document == null
                ? Optional.empty()
                : reader.rule(document, "database", revision.rule().pack()).value();
    }
}
