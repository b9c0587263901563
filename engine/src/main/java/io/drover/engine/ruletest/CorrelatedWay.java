package io.drover.engine.ruletest;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Holdings;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.RuleLanguage;
import io.drover.model.execution.Position;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.store.TriggerInstances;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rule in YAML, by the code that correlates in production. */
final class CorrelatedWay implements RuleTrial.Way {
    private static final Logger LOG = LoggerFactory.getLogger(CorrelatedWay.class);
    private static final int REVISION = 1;

    private final Rule rule;
    private final Surroundings around;
    private final Calls calls;
    private final RuleLanguage language = new JinjaLanguage();
    private final KeptConditions conditions = new KeptConditions(
            new DroolsRuleMatcher(reason -> LOG.warn("The conditions of a tried rule had to be built anew.", reason)));

    CorrelatedWay(Rule rule, Surroundings around) {
        this.rule = rule;
        this.around = around;
        this.calls = new Calls(rule, around);
    }

    @Override
    public RuleTrial.Course course(RuleTest.Case wanted, List<TriggerInstance> events) {
        try (Correlation correlation = new Correlation(
                conditions,
                language,
                Silencing.NONE,
                around.lateness(),
                new Holdings(around.mostHeld()),
                wanted.start())) {
            correlation.put(rule, REVISION);
            Instant end = wanted.start().plus(wanted.until());
            for (int place = 0; place < events.size(); place++) {
                TriggerInstance event = events.get(place);
                pass(correlation, event.acceptedAt().minusNanos(1));
                correlation.take(
                        List.of(new TriggerInstances.Entry(event, new Position(1, place + 1L, 0), Duration.ZERO)));
            }
            // what waits decides once the clock has passed it, not when it has reached it
            pass(correlation, end.plus(around.lateness()).plusNanos(1));
            Running course = new Running(wanted.start(), end);
            correlation.found().forEach(course::take);
            return new RuleTrial.Course(course.called, course.limited, course.undecided, course.notes);
        }
    }

    @Override
    public List<String> notes(RuleTest.Case wanted, List<TriggerInstance> events) {
        return new WhyNot(rule, language, wanted.start()).of(events);
    }

    /** Its conditions have budgets. */
    @Override
    public boolean isStuck() {
        return false;
    }

    /** Lets time pass as it does while no event comes: the clock is looked at when something is due. */
    private static void pass(Correlation correlation, Instant until) {
        Instant due = correlation.nextDue();
        while (due != null && !due.isAfter(until)) {
            correlation.tick(due);
            Instant next = correlation.nextDue();
            if (next != null && !next.isAfter(due)) {
                throw new IllegalStateException("What was due at " + due + " is due at " + next + " after that.");
            }
            due = next;
        }
    }

    /** What comes of a case, one after the other. */
    private final class Running {
        private final Instant start;
        private final Instant end;
        private final List<Called> called = new ArrayList<>();
        private final List<Difference> undecided = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int limited;

        Running(Instant start, Instant end) {
            this.start = start;
            this.end = end;
        }

        void take(Found found) {
            if (found instanceof Found.Fired fired && !fired.match().at().isAfter(end)) {
                called.addAll(calls.of(fired.match(), start));
            } else if (found instanceof Found.Limited stopped
                    && !stopped.match().at().isAfter(end)) {
                limited++;
                notes.add("The match at " + since(stopped.match().at()) + " was stopped or delayed by "
                        + stopped.limit() + (stopped.key().isEmpty() ? "." : " of " + stopped.key() + "."));
            } else if (found instanceof Found.Tripped tripped) {
                notes.add("The guard was tripped at " + since(tripped.match().at()) + "; those that passed: "
                        + String.join(", ", tripped.targets()) + ".");
            } else if (found instanceof Found.Left left) {
                notes.add(left.event().id() + " was not collected: "
                        + left.reason().label().replace('_', ' ') + ".");
            } else if (found instanceof Found.TooMuch rule) {
                undecided.add(new Difference("when", "that it holds what it asks for", rule.inWords()));
            } else if (found instanceof Found.Undecided one) {
                undecided.add(new Difference(
                        one.event().id(), "that its conditions can be decided", one.clause() + ": " + one.message()));
            }
        }

        private String since(Instant moment) {
            return SpanText.of(Duration.between(start, moment));
        }
    }

    @Override
    public void close() {
        conditions.end();
    }
}
