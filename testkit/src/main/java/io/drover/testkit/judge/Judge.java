package io.drover.testkit.judge;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.drover.testkit.judge.Expectations.Effects;
import io.drover.testkit.judge.Facts.Enforced;
import io.drover.testkit.judge.Facts.Executed;
import io.drover.testkit.judge.Facts.StatusChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the ledger of a run under faults against the database and tells every promise that was broken: nothing
 * acknowledged is lost, every match leads to exactly one execution, every execution ends, and well unless it may fail or was abandoned, an effect that must not be
 * repeated is not, no more was abandoned than a kill can explain, and every status change is audited.
 */
public final class Judge {
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "timeout", "canceled", "abandoned");
    private static final Set<String> BAD_ENDS = Set.of("failed", "timeout", "canceled");

    private final LedgerEntries ledger;
    private final Facts facts;
    private final Expectations expected;
    private final Set<String> keptEvents;
    private final List<String> violations = new ArrayList<>();

    private Judge(LedgerEntries ledger, Facts facts, Expectations expected) {
        this.ledger = ledger;
        this.facts = facts;
        this.expected = expected;
        this.keptEvents = new TreeSet<>(facts.instances().values());
    }

    /** {@return every violation in words; empty when the promises were kept} */
    public static List<String> verdict(LedgerEntries ledger, Facts facts, Expectations expected) {
        Judge judge = new Judge(ledger, facts, expected);
        judge.nothingAcknowledgedIsLost();
        judge.noInstanceIsMadeUpOrDoubled();
        judge.everyMatchLedToOneExecution();
        judge.everyExecutionEnded();
        judge.noneFailedUnlessItMay();
        judge.everyEffectIsAllowed();
        judge.abandonedAreExplainedByKills();
        judge.everyStatusChangeIsAudited();
        return List.copyOf(judge.violations);
    }

    private void nothingAcknowledgedIsLost() {
        for (String event : ledger.acknowledged()) {
            if (!keptEvents.contains(event)) {
                violations.add("event '" + event + "' was acknowledged but has no trigger instance");
            }
        }
    }

    private void noInstanceIsMadeUpOrDoubled() {
        Map<String, Set<String>> instancesOf = new TreeMap<>();
        facts.instances()
                .forEach((instance, event) -> instancesOf
                        .computeIfAbsent(event, any -> new TreeSet<>())
                        .add(instance));
        instancesOf.forEach((event, instances) -> {
            if (!ledger.sent().contains(event)) {
                violations.add("event '" + event + "' has trigger instance " + instances + " but was never sent");
            }
            if (instances.size() > 1) {
                violations.add("event '" + event + "' has more than one trigger instance: " + instances);
            }
        });
    }

    private void everyMatchLedToOneExecution() {
        Map<Match, List<String>> executions = new LinkedHashMap<>();
        for (Executed execution : facts.executions()) {
            executions
                    .computeIfAbsent(new Match(execution.event(), execution.rule()), any -> new ArrayList<>())
                    .add(execution.id());
        }
        for (String event : keptEvents) {
            for (String rule : new TreeSet<>(expected.matching().apply(event))) {
                List<String> found = executions.getOrDefault(new Match(event, rule), List.of());
                if (found.isEmpty()) {
                    violations.add("event '" + event + "' matches rule '" + rule + "' but led to no execution");
                } else if (found.size() > 1) {
                    violations.add("event '" + event + "' and rule '" + rule + "' led to " + found.size()
                            + " executions: " + found);
                }
            }
        }
        executions.forEach((match, ids) -> {
            if (!expected.matching().apply(match.event()).contains(match.rule())) {
                violations.add("event '" + match.event() + "' does not match rule '" + match.rule()
                        + "' but led to executions " + ids);
            } else if (!keptEvents.contains(match.event())) {
                violations.add("executions " + ids + " of rule '" + match.rule() + "' are due to event '"
                        + match.event() + "', which has no trigger instance");
            }
        });
        enforcementsAgree();
    }

    private void enforcementsAgree() {
        Set<String> known = new HashSet<>();
        facts.executions().forEach(execution -> known.add(execution.id()));
        Set<String> enforced = new HashSet<>();
        Map<Match, Integer> times = new LinkedHashMap<>();
        for (Enforced enforcement : facts.enforcements()) {
            times.merge(new Match(enforcement.event(), enforcement.rule()), 1, Integer::sum);
            String execution = enforcement.execution();
            if (execution == null) {
                continue;
            }
            enforced.add(execution);
            if (!known.contains(execution)) {
                violations.add("the enforcement of rule '" + enforcement.rule() + "' for event '" + enforcement.event()
                        + "' names execution '" + execution + "', which does not exist");
            }
        }
        times.forEach((match, count) -> {
            if (count > 1) {
                violations.add("event '" + match.event() + "' and rule '" + match.rule() + "' have " + count
                        + " enforcements");
            }
        });
        for (Executed execution : facts.executions()) {
            if (!enforced.contains(execution.id())) {
                violations.add(
                        "execution '" + execution.id() + "' of rule '" + execution.rule() + "' has no enforcement");
            }
        }
    }

    private void everyExecutionEnded() {
        int open = 0;
        for (Executed execution : facts.executions()) {
            if (!FINAL.contains(execution.status())) {
                open++;
                violations.add("execution '" + execution.id() + "' is still '" + execution.status() + "'");
            }
        }
        if (facts.notFinal() > open) {
            violations.add((facts.notFinal() - open) + " further executions are in no final state");
        }
    }

    private void noneFailedUnlessItMay() {
        for (Executed execution : facts.executions()) {
            if (BAD_ENDS.contains(execution.status()) && !expected.mayFail().contains(execution.rule())) {
                violations.add("execution '" + execution.id() + "' of rule '" + execution.rule() + "' ended as '"
                        + execution.status() + "', but its action has no reason to");
            }
        }
    }

    private void everyEffectIsAllowed() {
        Map<String, List<Effect>> effects = new LinkedHashMap<>();
        for (Effect effect : ledger.effects()) {
            effects.computeIfAbsent(effect.execution(), any -> new ArrayList<>())
                    .add(effect);
        }
        for (Executed execution : facts.executions()) {
            List<Effect> had = effects.getOrDefault(execution.id(), List.of());
            effects.remove(execution.id());
            judgeEffects(execution, had);
        }
        effects.forEach((execution, had) ->
                violations.add("execution '" + execution + "' had an effect but does not exist in the database"));
    }

    private void judgeEffects(Executed execution, List<Effect> had) {
        Effects allowed = expected.effects().getOrDefault(execution.rule(), Effects.NONE);
        String who = "execution '" + execution.id() + "' of rule '" + execution.rule() + "'";
        for (Effect effect : had) {
            if (!effect.event().equals(execution.event())) {
                violations.add(who + " is due to event '" + execution.event() + "' but had its effect for event '"
                        + effect.event() + "'");
            }
        }
        if (allowed == Effects.NONE) {
            if (!had.isEmpty()) {
                violations.add(who + " had " + had.size() + " effects, but none is expected of its rule");
            }
            return;
        }
        if (had.isEmpty() && execution.status().equals("succeeded")) {
            violations.add(who + " succeeded without an effect");
        }
        if (allowed == Effects.ONCE && had.size() > 1) {
            violations.add(who + " had its effect " + had.size() + " times, at attempts " + attempts(had)
                    + "; it must not be repeated");
        }
        if (allowed == Effects.REPEATABLE) {
            Map<Integer, Long> times = had.stream().collect(groupingBy(Effect::attempt, TreeMap::new, counting()));
            times.forEach((attempt, count) -> {
                if (count > 1) {
                    violations.add(who + " had its effect " + count + " times within attempt " + attempt);
                }
            });
        }
        for (Effect effect : had) {
            if (effect.attempt() > execution.attempt()) {
                violations.add(who + " had an effect at attempt " + effect.attempt() + ", but the database knows only "
                        + execution.attempt());
            }
        }
    }

    private void abandonedAreExplainedByKills() {
        long abandoned = facts.executions().stream()
                .filter(execution -> execution.status().equals("abandoned"))
                .count();
        long explained = (long) expected.kills() * expected.underWayAtMost();
        if (abandoned > explained) {
            violations.add(abandoned + " executions are abandoned; " + expected.kills() + " kills with at most "
                    + expected.underWayAtMost() + " under way explain no more than " + explained);
        }
    }

    private void everyStatusChangeIsAudited() {
        Map<StatusChange, Integer> missing = new LinkedHashMap<>();
        facts.statusChanges().forEach(change -> missing.merge(change, 1, Integer::sum));
        facts.audited().forEach(change -> missing.computeIfPresent(change, (any, count) -> count - 1));
        missing.forEach((change, count) -> {
            if (count > 0) {
                violations.add("execution '" + change.execution() + "' became '" + change.status()
                        + "' without an audit record");
            }
        });
    }

    private static List<Integer> attempts(List<Effect> effects) {
        return effects.stream().map(Effect::attempt).toList();
    }

    private record Match(String event, String rule) {}
}
