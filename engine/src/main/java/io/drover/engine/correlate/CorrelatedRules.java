package io.drover.engine.correlate;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of a correlation by ref: how they come, change and go, and what of their states has to be stored. */
final class CorrelatedRules {
    /** So many states of which nothing is left go from the store at once. */
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    /** Most keys have one part, and there are many keys. */
    private static final int FEW = 2;

    private final Selection selection;
    private final Surroundings surroundings;
    private final Map<Ref, CorrelatedRule> rules = new TreeMap<>();
    private final Set<RuleState.Name> removed = new HashSet<>();

    CorrelatedRules(Selection selection, Surroundings surroundings) {
        this.selection = selection;
        this.surroundings = surroundings;
    }

    /** As {@link Correlation#put}. */
    boolean put(Rule rule, int revision, Instant clock) {
        CorrelatedRule old = rules.get(rule.ref());
        if (old != null && old.form().collectsAs(rule)) {
            become(old, rule, revision);
            return false;
        }
        CorrelatedRule next = made(rule, revision);
        selection.put(old, next);
        return replaced(old, next, clock);
    }

    /** As {@link Correlation#putAll}. */
    Set<Ref> putAll(Map<Rule, Integer> changed, Instant clock) {
        Map<Ref, CorrelatedRule> made = new TreeMap<>();
        Map<Rule, Integer> same = new LinkedHashMap<>();
        changed.forEach((rule, revision) -> {
            CorrelatedRule old = rules.get(rule.ref());
            if (old != null && old.form().collectsAs(rule)) {
                same.put(rule, revision);
            } else {
                made.put(rule.ref(), made(rule, revision));
            }
        });
        if (!made.isEmpty()) {
            Map<Ref, CorrelatedRule> all = new TreeMap<>(rules);
            all.putAll(made);
            selection.reset(all.values());
        }
        same.forEach((rule, revision) -> become(Objects.requireNonNull(rules.get(rule.ref())), rule, revision));
        Set<Ref> dropped = new HashSet<>();
        made.forEach((ref, next) -> {
            if (replaced(rules.get(ref), next, clock)) {
                dropped.add(ref);
            }
        });
        return dropped;
    }

    private void become(CorrelatedRule old, Rule rule, int revision) {
        old.become(rule, revision, removed);
        selection.watch(old);
    }

    /** Puts a rule into the place of the old one; returns whether something that was collected is dropped. */
    private boolean replaced(@Nullable CorrelatedRule old, CorrelatedRule next, Instant clock) {
        boolean dropped;
        if (old != null && next.form().knowsKeysOf(old.form())) {
            dropped = next.goOnWith(old, clock);
            boolean unusedKept = old.drop();
        } else {
            dropped = old != null && old.drop();
            next.activate(clock);
        }
        rules.put(next.ref(), next);
        return dropped;
    }

    private CorrelatedRule made(Rule rule, int revision) {
        try {
            return new CorrelatedRule(rule, revision, surroundings);
        } catch (IllegalArgumentException noPath) {
            throw DroverException.invalid("The rule " + rule.ref() + " cannot be read: " + noPath.getMessage());
        }
    }

    void remove(Ref rule) {
        CorrelatedRule old = rules.remove(rule);
        if (old != null) {
            selection.remove(old);
            boolean unusedDropped = old.drop();
        }
    }

    /** As {@link Correlation#quiet}. */
    void quiet(Ref rule, int revision) {
        CorrelatedRule known = rules.get(rule);
        if (known != null && known.revision() == revision) {
            known.quiet();
        }
    }

    /** Takes up what rules had collected; what they collect otherwise now is among the changes as removed. */
    void restore(Collection<RuleState> states, Map<String, TriggerInstance> events, Recalled recalled) {
        Map<RuleState.Name, Map<String, Map<String, @Nullable Object>>> ofForms = new LinkedHashMap<>();
        Map<CorrelatedRule, List<RuleState>> ofLimits = new LinkedHashMap<>();
        Map<CorrelatedRule, List<String>> otherwiseHeld = new LinkedHashMap<>();
        for (RuleState state : states) {
            CorrelatedRule rule = rules.get(state.rule());
            if (rule == null) {
                removed.add(state.name());
            } else if (!Piece.isOfForm(state.part())) {
                ofLimits.computeIfAbsent(rule, first -> new ArrayList<>()).add(state);
            } else if (rule.form()
                    .collects(state.part())
                    .equals(state.document().get(CorrelatedRule.COLLECTS))) {
                ofForms.computeIfAbsent(
                                new RuleState.Name(state.rule(), Piece.FORM, state.key()),
                                key -> new LinkedHashMap<>(FEW))
                        .put(state.part(), state.document());
            } else {
                removed.add(state.name());
                if (state.part().equals(Piece.HOLD)) {
                    otherwiseHeld
                            .computeIfAbsent(rule, first -> new ArrayList<>())
                            .add(state.key());
                }
            }
        }
        ofForms.forEach((name, documents) -> {
            CorrelatedRule rule = rules.get(name.rule());
            if (rule != null) {
                rule.restore(name.key(), documents, recalled);
            }
        });
        otherwiseHeld.forEach((rule, keys) -> keys.forEach(rule::letGoOfHeld));
        ofLimits.forEach((rule, limitStates) -> rule.restoreLimits(limitStates, events, removed));
    }

    /** Puts aside the rule that holds most, until the others together hold no more than they may. */
    void keepWithinBounds() {
        if (!surroundings.holdings().areTooMuch()) {
            return;
        }
        // limits let go of what they remember by time alone, too
        rules.values().forEach(CorrelatedRule::count);
        while (surroundings.holdings().areTooMuch()) {
            rules.values().stream()
                    .max(Comparator.comparingLong(CorrelatedRule::held))
                    .ifPresent(CorrelatedRule::putAside);
        }
    }

    /** As {@link Correlation#changes}. */
    Correlation.Changes changes() {
        List<RuleState> put = new ArrayList<>();
        Set<RuleState.Name> gone = new HashSet<>(removed);
        removed.clear();
        rules.values().forEach(rule -> rule.changes(put, gone));
        Set<RuleState.Name> forgotten = surroundings.forgotten();
        put.forEach(state -> forgotten.remove(state.name()));
        Iterator<RuleState.Name> names = forgotten.iterator();
        for (int name = 0; name < FORGOTTEN_AT_ONCE && names.hasNext(); name++) {
            gone.add(names.next());
            names.remove();
        }
        put.forEach(state -> gone.remove(state.name()));
        return new Correlation.Changes(put, gone);
    }

    /** As {@link Correlation#forgetChanges}. */
    void forgetChanges() {
        removed.clear();
        surroundings.forgotten().clear();
        rules.values().forEach(CorrelatedRule::forgetChanges);
    }

    List<RuleState> states(Ref rule) {
        CorrelatedRule known = rules.get(rule);
        return known == null ? List.of() : known.states();
    }

    long live() {
        return rules.values().stream().mapToLong(CorrelatedRule::live).sum();
    }
}
