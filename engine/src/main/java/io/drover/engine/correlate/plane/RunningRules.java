package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.plane.CorrelationPlane.Parts;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which revision of each rule of a pack runs: each from the events on that were accepted under it. Used by the pack's thread alone.
 */
final class RunningRules {
    /** From so many rules on it is quicker to build all of them anew. */
    private static final int MANY = 20;

    private static final long NEVER = -1;

    private final Parts parts;
    private final Correlation correlation;
    private final RuleSets ruleSets;
    private final EarlierRules earlier;
    private final Map<Ref, ActiveRule> running = new ConcurrentHashMap<>();
    private final List<AuditRecord> dropped = new ArrayList<>();
    private Wanted wanted;
    private boolean hasStale;
    private long putUntil = NEVER;

    RunningRules(Parts parts, Correlation correlation, Wanted wanted) {
        this.parts = parts;
        this.correlation = correlation;
        this.wanted = wanted;
        this.ruleSets = new RuleSets(parts.store());
        this.earlier = new EarlierRules(parts.store(), parts.reader());
    }

    /** {@return the rules that run; they change} */
    Map<Ref, ActiveRule> now() {
        return running;
    }

    /** {@return which revision of a rule runs; for any thread} */
    Optional<Revision> revision(Ref rule) {
        return Optional.ofNullable(running.get(rule)).map(active -> new Revision(rule, active.revision()));
    }

    /** Puts in their place the revisions that were running at a cursor, which had collected some states. */
    void begin(ProgramCursor cursor, Collection<RuleState> states) {
        long reached =
                cursor.reached().values().stream().mapToLong(ruleSets::at).max().orElse(0);
        Map<Ref, Integer> known = new HashMap<>();
        states.forEach(state -> known.merge(state.rule(), state.revision(), Math::max));
        // a rule that came or changed since begins with the events that were accepted under its revision; but what it
        // collected is its own from the start
        Map<Ref, ActiveRule> first = new LinkedHashMap<>();
        List<ActiveRule> later = new ArrayList<>();
        wanted.rules().forEach((ref, rule) -> {
            if (rule.effectiveFrom() > reached) {
                later.add(rule);
            }
            if (rule.effectiveFrom() <= reached || known.containsKey(ref)) {
                first.put(ref, rule);
            }
        });
        earlier.at(reached, cursor.clock(), later).stream()
                .filter(rule ->
                        rule.revision() >= known.getOrDefault(rule.rule().ref(), 0))
                .forEach(rule -> first.put(rule.rule().ref(), rule));
        putAll(List.copyOf(first.values()));
        hasStale = needsChange();
    }

    /** Takes down of which rules stored states are of no use, as they collect something else now. */
    void tellDropped(Collection<RuleState.Name> removed, Collection<RuleState> stored) {
        Map<RuleState.Name, RuleState> before =
                stored.stream().collect(Collectors.toMap(RuleState::name, Function.identity(), (one, other) -> other));
        removed.stream()
                .map(before::get)
                .filter(state -> state != null && isOlder(state))
                .map(RuleState::rule)
                .distinct()
                .forEach(this::tellDropped);
    }

    private boolean isOlder(RuleState state) {
        ActiveRule rule = running.get(state.rule());
        return rule != null && rule.revision() != state.revision();
    }

    private void tellDropped(Ref rule) {
        dropped.add(AuditRecord.of(
                        "engine",
                        "dropped",
                        "rule",
                        rule.toString(),
                        null,
                        parts.clock().instant())
                .because("dropped what it had collected, as it collects something else now"));
    }

    /** {@return what is to be told of rules that dropped something, until it is {@link #told}} */
    List<AuditRecord> dropped() {
        return List.copyOf(dropped);
    }

    /** What they dropped was told. */
    void told() {
        dropped.clear();
    }

    /**
     * Has other rules run: one that is disabled or gone goes at once, one that comes or changed from the events of its revision
     * on, be it that it is correlated no more.
     */
    void want(Wanted now) {
        if (now.number() != wanted.number()) {
            wanted = now;
            List<Ref> gone = running.keySet().stream()
                    .filter(rule -> !now.rules().containsKey(rule))
                    .toList();
            gone.forEach(this::remove);
            hasStale = needsChange();
            putUntil = NEVER;
        }
    }

    /**
     * Takes a revision out at once. Where it is the newest that is wanted, the rule is out until others are; an earlier one does
     * nothing any more until the events come that were accepted under a later one.
     */
    void out(Revision gone) {
        ActiveRule newest = wanted.rules().get(gone.rule());
        if (newest == null || newest.revision() <= gone.number()) {
            wanted = wanted.without(gone.rule());
            remove(gone.rule());
        } else if (running.containsKey(gone.rule())) {
            correlation.quiet(gone.rule(), gone.number());
        }
        hasStale = needsChange();
    }

    private void remove(Ref rule) {
        correlation.remove(rule);
        running.remove(rule);
    }

    private boolean needsChange() {
        return wanted.rules().values().stream()
                .anyMatch(rule -> !rule.equals(running.get(rule.rule().ref())));
    }

    /** {@return the rules that are another revision for an event at a position than the one that runs} */
    List<ActiveRule> changesBefore(Position position) {
        if (!hasStale) {
            return List.of();
        }
        long ruleSet = ruleSets.at(position);
        if (ruleSet == putUntil) {
            return List.of();
        }
        List<ActiveRule> changes = changesUntil(ruleSet);
        putUntil = ruleSet;
        return changes;
    }

    /** {@return the rules that are another revision where all events were taken than the one that runs} */
    List<ActiveRule> changesAtHead() {
        return hasStale ? changesUntil(Long.MAX_VALUE) : List.of();
    }

    private List<ActiveRule> changesUntil(long ruleSet) {
        List<ActiveRule> changes = new ArrayList<>();
        List<ActiveRule> later = new ArrayList<>();
        for (ActiveRule rule : wanted.rules().values()) {
            if (!rule.equals(running.get(rule.rule().ref()))) {
                if (rule.effectiveFrom() <= ruleSet) {
                    changes.add(rule);
                } else if (number(rule) < rule.revision() - 1) {
                    later.add(rule);
                }
            }
        }
        earlier.at(ruleSet, Instant.MIN, later).stream()
                .filter(rule -> number(rule) < rule.revision())
                .forEach(changes::add);
        return changes;
    }

    /** {@return the revision of a rule that runs; 0 where none does} */
    private int number(ActiveRule rule) {
        ActiveRule runs = running.get(rule.rule().ref());
        return runs == null ? 0 : runs.revision();
    }

    /** Puts revisions in their place. */
    void put(List<ActiveRule> changes) {
        putAll(changes);
        hasStale = needsChange();
    }

    private void putAll(List<ActiveRule> all) {
        all.stream().filter(rule -> !rule.rule().isCorrelated()).forEach(this::leave);
        List<ActiveRule> rules =
                all.stream().filter(rule -> rule.rule().isCorrelated()).toList();
        if (rules.size() < MANY) {
            rules.forEach(this::put);
            return;
        }
        Map<Rule, Integer> revisions = new LinkedHashMap<>();
        rules.forEach(rule -> revisions.put(rule.rule(), rule.revision()));
        Set<Ref> changed;
        try {
            changed = correlation.putAll(revisions);
        } catch (RuntimeException refused) {
            // one by one it shows which of them
            rules.forEach(this::put);
            return;
        }
        rules.forEach(rule -> running.put(rule.rule().ref(), rule));
        changed.forEach(this::tellDropped);
    }

    private void put(ActiveRule rule) {
        Ref ref = rule.rule().ref();
        running.put(ref, rule);
        try {
            if (correlation.put(rule.rule(), rule.revision())) {
                tellDropped(ref);
            }
        } catch (RuntimeException refused) {
            // the others of the pack go on
            parts.quarantine().take(new Revision(ref, rule.revision()), "it cannot be run: " + refused.getMessage());
        }
    }

    /** Leaves a rule to the match of single events; what its limits had kept is published now. */
    private void leave(ActiveRule rule) {
        Ref ref = rule.rule().ref();
        ActiveRule before = running.put(ref, rule);
        if (before == null || !before.rule().isCorrelated()) {
            return;
        }
        try {
            if (correlation.put(rule.rule(), rule.revision())) {
                tellDropped(ref);
            }
        } catch (RuntimeException refused) {
            tellDropped(ref);
        }
        correlation.remove(ref);
    }

    /** {@return the types of the triggers whose events they ask for} */
    Set<Ref> types() {
        return running.values().stream()
                .filter(rule -> rule.rule().isCorrelated())
                .flatMap(rule -> rule.rule().triggerTypes().stream())
                .collect(Collectors.toSet());
    }

    /** {@return whether all of them are left to the match of single events} */
    boolean areSpent() {
        return !hasStale
                && running.values().stream().noneMatch(rule -> rule.rule().isCorrelated());
    }
}
