package io.drover.engine.ruletest;

import io.drover.engine.drl.ProgramRehearsal;
import io.drover.engine.drools.drl.BrokenRules;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A rule in DRL, by the session, the windows and the limits that it has in production. */
final class ProgramWay implements RuleTrial.Way {
    private static final int MOST_LINES = 12;

    private final Rule rule;
    private final List<CompiledFile> files;
    private final Surroundings around;
    private final Calls calls;

    ProgramWay(Rule rule, List<CompiledFile> files, Surroundings around) {
        this.rule = rule;
        this.files = List.copyOf(files);
        this.around = around;
        this.calls = new Calls(rule, around);
    }

    @Override
    public RuleTrial.Course course(RuleTest.Case wanted, List<TriggerInstance> events) {
        Instant start = wanted.start();
        List<Difference> undecided = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (ProgramRehearsal rehearsal = new ProgramRehearsal(files, rule, around.callables(), start)) {
            try {
                events.forEach(rehearsal::take);
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
