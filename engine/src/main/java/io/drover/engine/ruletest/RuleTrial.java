package io.drover.engine.ruletest;

import io.drover.engine.drools.drl.CompiledFile;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Trace;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that is tried on cases, each from a clean start. It is tried as if it were enabled, alone, and by its own actions; its
 * conditions are built once. Used by one thread.
 */
public final class RuleTrial implements AutoCloseable {
    private final Rule rule;
    private final Surroundings around;
    private final Way way;

    /** A way to run a rule over the events of a case. */
    interface Way extends AutoCloseable {
        Course course(RuleTest.Case wanted, List<TriggerInstance> events);

        /** {@return for people, what each event was to the rule; empty where that cannot be told} */
        List<String> notes(RuleTest.Case wanted, List<TriggerInstance> events);

        /** {@return whether a case did not come back, so that no other is tried} */
        boolean isStuck();

        @Override
        void close();
    }

    /** What came of a case, up to its end. */
    record Course(List<Called> called, int limited, List<Difference> undecided, List<String> notes) {}

    /**
     * A rule in YAML to be tried.
     *
     * @throws DroverException {@code INVALID_ARGUMENT} where it is a rule in DRL, which needs the other files of its pack
     */
    public RuleTrial(Rule rule, Surroundings around) {
        if (rule.program() != null) {
            throw DroverException.invalid("Tried to test the rule '" + rule.ref()
                    + "' alone, but it is written in DRL and needs the files of its pack.");
        }
        this.rule = rule.with(true, rule.shadow());
        this.around = around;
        this.way = new CorrelatedWay(this.rule, around);
    }

    /**
     * A rule in DRL to be tried.
     *
     * @param files the DRL of its pack; its other rules run beside it, as it may need what they insert
     * @param patience it is given up where it takes longer for one event
     */
    RuleTrial(Rule rule, List<CompiledFile> files, Surroundings around, Duration patience) {
        this.rule = rule.with(true, rule.shadow());
        this.around = around;
        this.way = new ProgramWay(this.rule, files, around, patience);
    }

    /** {@return whether a case did not come back: nothing of the rule or of others in DRL of its pack should be tried any more} */
    public boolean isStuck() {
        return way.isStuck();
    }

    /** Tries a case. */
    public TriedCase run(RuleTest.Case wanted) {
        List<TriggerInstance> events = events(wanted);
        Course course = way.course(wanted, events);
        List<Difference> differences = new ArrayList<>(wrongEvents(events));
        differences.addAll(course.undecided());
        differences.addAll(Comparison.of(wanted, course.called(), course.limited(), rule.shadow()));
        if (differences.isEmpty()) {
            return new TriedCase(wanted, course.called(), course.limited(), List.of(), List.of());
        }
        List<String> notes = new ArrayList<>(course.notes());
        if (course.called().size() < wanted.expected().size()) {
            notes.addAll(way.notes(wanted, events));
        }
        return new TriedCase(wanted, course.called(), course.limited(), differences, notes);
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

    @Override
    public void close() {
        way.close();
    }
}
