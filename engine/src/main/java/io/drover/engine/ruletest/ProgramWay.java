package io.drover.engine.ruletest;

import io.drover.engine.drl.ProgramRehearsal;
import io.drover.engine.drools.drl.BrokenRules;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule in DRL, by the session, the windows and the limits that it has in production. */
final class ProgramWay implements RuleTrial.Way {
    private static final int MOST_LINES = 12;

    private final Rule rule;
    private final List<CompiledFile> files;
    private final Surroundings around;
    private final Calls calls;
    private final Duration patience;
    private boolean isStuck;

    /** @param patience how long a rule may take for one event */
    ProgramWay(Rule rule, List<CompiledFile> files, Surroundings around, Duration patience) {
        this.patience = patience;
        this.rule = rule;
        this.files = List.copyOf(files);
        this.around = around;
        this.calls = new Calls(rule, around);
    }

    @Override
    public RuleTrial.Course course(RuleTest.Case wanted, List<TriggerInstance> events) {
        if (isStuck) {
            return stuck("The test '" + wanted.name() + "' was not tried, as an earlier one did not come back.");
        }
        AtomicReference<@Nullable ProgramRehearsal> rehearsed = new AtomicReference<>();
        Attempt<RuleTrial.Course> attempt =
                new Attempt<>("drover-rule-test", step -> course(wanted, events, rehearsed, step));
        return attempt.within(patience).orElseGet(() -> {
            isStuck = true;
            ProgramRehearsal rehearsal = rehearsed.get();
            Set<Ref> guilty = rehearsal == null ? Set.of() : rehearsal.busyWith(attempt.stack());
            return stuck("The test '" + wanted.name() + "' of the rule '" + rule.ref() + "' was given up, as "
                    + (guilty.isEmpty()
                            ? "one event"
                            : guilty.stream()
                                    .map(ref -> "'" + ref + "'")
                                    .sorted()
                                    .collect(Collectors.joining(" or ", "the rule ", "")))
                    + " took more than " + patience.toSeconds()
                    + " s. Look for a loop in its consequence or condition, and for joins without an equality.");
        });
    }

    private static RuleTrial.Course stuck(String message) {
        return new RuleTrial.Course(
                List.of(), 0, List.of(new Difference("rule", "that it comes back", message)), List.of());
    }

    @Override
    public boolean isStuck() {
        return isStuck;
    }

    private RuleTrial.Course course(
            RuleTest.Case wanted,
            List<TriggerInstance> events,
            AtomicReference<@Nullable ProgramRehearsal> rehearsed,
            Runnable step) {
        Instant start = wanted.start();
        List<Difference> undecided = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (ProgramRehearsal rehearsal = new ProgramRehearsal(files, rule, around.callables(), start)) {
            rehearsed.set(rehearsal);
            try {
                for (TriggerInstance event : events) {
                    step.run();
                    rehearsal.take(event);
                }
                step.run();
                rehearsal.advance(start.plus(wanted.until()));
            } catch (BrokenRules broken) {
                undecided.add(new Difference(
                        "rule", "that the rules of its pack go on", String.valueOf(broken.getMessage())));
            }
            rehearsal
                    .refused()
                    .forEach(each -> undecided.add(
                            new Difference(each.event().id(), "that its request can be enforced", each.reason())));
            rehearsal
                    .stopped()
                    .forEach(each -> notes.add("The request at " + since(start, each.at())
                            + " was stopped or delayed by " + each.limit()
                            + (each.key().isEmpty() ? "." : " of " + each.key() + ".")));
            rehearsal
                    .tripped()
                    .forEach(targets ->
                            notes.add("The guard was tripped; those that passed: " + String.join(", ", targets) + "."));
            return new RuleTrial.Course(
                    rehearsal.passed().stream()
                            .map(each -> calls.of(each, start))
                            .toList(),
                    rehearsal.stopped().size(),
                    undecided,
                    notes);
        }
    }

    /** Drools does not say why a pattern did not match; it is told what the rule could not have seen at all. */
    @Override
    public List<String> notes(RuleTest.Case wanted, List<TriggerInstance> events) {
        return events.stream()
                .filter(event -> !rule.triggerTypes().contains(event.triggerType()))
                .map(event -> event.id() + " at " + since(wanted.start(), event.acceptedAt()) + " is of the trigger "
                        + event.trigger() + ", which the rule does not ask for.")
                .limit(MOST_LINES)
                .toList();
    }

    private static String since(Instant start, Instant moment) {
        return SpanText.of(Duration.between(start, moment));
    }

    @Override
    public void close() {
        // each case has a session of its own
    }
}
