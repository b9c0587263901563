package io.drover.engine.drools;

import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Matches events on Drools. A change touches one rule only. Where anything goes wrong, in a change or in a batch, all rules
 * are built anew and it is done again: nothing is lost, as no event is kept.
 */
public final class DroolsRuleMatcher implements RuleMatcher {
    private static final Comparator<MatchedRule> BY_PRIORITY =
            Comparator.comparingInt(MatchedRule::priority).reversed().thenComparing(MatchedRule::ref);

    private final Consumer<? super Throwable> failures;
    private Map<Ref, MatchedRule> rules = new LinkedHashMap<>();
    private final Tested tested = new Tested();
    private Network network = new Network(tested);

    /**
     * A matcher without rules.
     *
     * @param failures is told, for the log, why all rules had to be built anew
     */
    public DroolsRuleMatcher(Consumer<? super Throwable> failures) {
        this.failures = failures;
    }

    @Override
    public Matches match(List<TriggerInstance> batch) {
        if (rules.isEmpty() || batch.isEmpty()) {
            return Matches.NONE;
        }
        List<RuleMatch> matches = new ArrayList<>();
        List<MatchError> errors = new ArrayList<>();
        Map<Integer, DroverException> away = new HashMap<>();
        List<@Nullable Event> events = events(batch);
        for (int place = 0; place < events.size(); place++) {
            Event event = events.get(place);
            if (event == null) {
                continue;
            }
            DroverException reason = event.away();
            if (reason == null) {
                collect(event, place, matches, errors);
            } else {
                away.put(place, reason);
            }
        }
        return new Matches(matches, errors, away);
    }

    private List<@Nullable Event> events(List<TriggerInstance> batch) {
        try {
            return network.match(batch);
        } catch (RuntimeException | Error brokenOff) {
            rebuildAfter(brokenOff);
        }
        try {
            return network.match(batch);
        } catch (RuntimeException | Error brokenOff) {
            rebuildAfter(brokenOff);
            throw brokenOff;
        }
    }

    private static void collect(Event event, int place, List<RuleMatch> matches, List<MatchError> errors) {
        List<MatchedRule> matched = event.matched();
        boolean standard = false;
        for (MatchedRule rule : matched) {
            standard |= !rule.backstop();
        }
        if (matched.size() > 1) {
            matched.sort(BY_PRIORITY);
        }
        for (MatchedRule rule : matched) {
            if (!standard || !rule.backstop()) {
                matches.add(new RuleMatch(rule.ref(), rule.revision(), place));
            }
        }
        if (!event.failures().isEmpty()) {
            errors.addAll(errors(event, place, standard));
        }
    }

    private static Collection<MatchError> errors(Event event, int place, boolean standard) {
        Map<List<Object>, MatchError> errors = new LinkedHashMap<>();
        for (Event.Failure failure : event.failures()) {
            failure.shared().forEachRule(rule -> {
                if (!standard || !rule.backstop()) {
                    errors.putIfAbsent(
                            List.of(rule.ref(), failure.clause()),
                            new MatchError(
                                    rule.ref(),
                                    rule.revision(),
                                    place,
                                    failure.clause(),
                                    failure.message(),
                                    failure.overBudget()));
                }
            });
        }
        return errors.values();
    }

    @Override
    public void put(MatchedRule rule) {
        MatchedRule old = rules.put(rule.ref(), rule);
        try {
            change(() -> {
                if (old != null) {
                    network.remove(old);
                }
                network.add(List.of(rule));
            });
        } catch (RuntimeException e) {
            restore(rule.ref(), old);
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "Added the rule " + rule.ref() + " and the rules engine refused it: " + e
                            + ". The rules are as they were before.",
                    e);
        }
    }

    @Override
    public void remove(Ref rule) {
        MatchedRule old = rules.remove(rule);
        if (old != null) {
            change(() -> network.remove(old));
        }
    }

    @Override
    public void reset(Collection<MatchedRule> newRules) {
        Map<Ref, MatchedRule> next = new LinkedHashMap<>(newRules.size() * 2);
        newRules.forEach(rule -> next.put(rule.ref(), rule));
        Network built = built(next.values());
        network.close();
        network = built;
        rules = next;
    }

    private void change(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException halfDone) {
            rebuildAfter(halfDone);
        }
    }

    private void rebuildAfter(Throwable failure) {
        failures.accept(failure);
        network = built(rules.values());
    }

    private void restore(Ref ref, @Nullable MatchedRule old) {
        if (old == null) {
            rules.remove(ref);
        } else {
            rules.put(ref, old);
        }
        network = built(rules.values());
    }

    private Network built(Collection<MatchedRule> rules) {
        Network network = new Network(tested);
        network.add(rules);
        return network;
    }

    @Override
    public void step(Runnable told) {
        tested.tell(told);
    }

    @Override
    public Set<Ref> testing() {
        return tested.rules();
    }

    @Override
    public void close() {
        network.close();
    }
}
