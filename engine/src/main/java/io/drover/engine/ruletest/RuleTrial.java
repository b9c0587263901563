package io.drover.engine.ruletest;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.RuleLanguage;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.store.TriggerInstances;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule that is tried on cases, each from a clean start. It is tried as if it were enabled, alone, and by its own actions; its
 * conditions are built once. Used by one thread.
 */
public final class RuleTrial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleTrial.class);
    private static final int REVISION = 1;

    private final Rule rule;
    private final Surroundings around;
    private final Calls calls;
    private final RuleLanguage language = new JinjaLanguage();
    private final KeptConditions conditions = new KeptConditions(
            new DroolsRuleMatcher(reason -> LOG.warn("The conditions of a tried rule had to be built anew.", reason)));

    /**
     * A rule to be tried.
     *
     * @throws DroverException {@code INVALID_ARGUMENT} where it is a rule in DRL
     */
    public RuleTrial(Rule rule, Surroundings around) {
        if (rule.program() != null) {
            throw DroverException.invalid(
                    "Tried to test the rule '" + rule.ref() + "', but it is written in DRL, and only"
                            + " rules in YAML are tested this way yet. Test it in the daemon with 'shadow'.");
        }
        this.rule = rule.with(true, rule.shadow());
        this.around = around;
        this.calls = new Calls(rule, around);
    }

    /** Tries a case. */
    public TriedCase run(RuleTest.Case wanted) {
        List<TriggerInstance> events = events(wanted);
        Course course = course(wanted, events);
        List<Difference> differences = new ArrayList<>(wrongEvents(events));
        differences.addAll(course.undecided);
        differences.addAll(Comparison.of(wanted, course.called, course.limited, rule.shadow()));
        if (differences.isEmpty()) {
            return new TriedCase(wanted, course.called, course.limited, List.of(), List.of());
        }
        List<String> notes = new ArrayList<>(course.notes);
        if (course.called.size() < wanted.expected().size()) {
            notes.addAll(new WhyNot(rule, language, wanted.start()).of(events));
        }
        return new TriedCase(wanted, course.called, course.limited, differences, notes);
    }

    private static List<TriggerInstance> events(RuleTest.Case wanted) {
        List<TriggerInstance> events = new ArrayList<>();
        for (RuleTest.Arrival arrival : wanted.events()) {
            String id = "event-" + (events.size() + 1);
            events.add(new TriggerInstance(
                    id,
                    arrival.trigger().ref(),
                    arrival.trigger().type(),
                    arrival.payload(),
                    wanted.start().plus(arrival.occurred()),
                    wanted.start().plus(arrival.at()),
                    null,
                    "rule-test",
                    new Trace(id, null)));
        }
        return events;
    }

    /** An event that a daemon would refuse proves nothing. */
    private List<Difference> wrongEvents(List<TriggerInstance> events) {
        List<Difference> wrong = new ArrayList<>();
        for (int place = 0; place < events.size(); place++) {
            TriggerType type = around.registry().triggerType(events.get(place).triggerType());
            if (type == null) {
                continue;
            }
            List<String> violations = around.registry()
                    .payloadCheck(type)
                    .violations(events.get(place).payload());
            if (!violations.isEmpty()) {
                wrong.add(new Difference(
                        "events[" + place + "].payload", "as trigger type " + type.ref() + " declares it", violations));
            }
        }
        return wrong;
    }

    private Course course(RuleTest.Case wanted, List<TriggerInstance> events) {
        try (Correlation correlation =
                new Correlation(conditions, language, Silencing.NONE, around.lateness(), wanted.start())) {
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
            Course course = new Course(wanted.start(), end);
            correlation.found().forEach(course::take);
            return course;
        }
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

    /** What comes of a case, up to its end. */
    private final class Course {
        private final Instant start;
        private final Instant end;
        private final List<Called> called = new ArrayList<>();
        private final List<Difference> undecided = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int limited;

        Course(Instant start, Instant end) {
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
                undecided.add(new Difference(
                        "when", "that it holds what it asks for", rule.inWords(Correlation.MOST_HELD)));
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
