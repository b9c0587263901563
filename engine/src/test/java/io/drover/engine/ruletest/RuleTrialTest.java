package io.drover.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import io.drover.workflow.rehearse.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleTrialTest {
    private static final Ref CHECK = Ref.of("ops", "check");
    private static final Ref READING = Ref.of("ops", "reading");
    private static final Ref TELL = Ref.of("ops", "tell");
    private static final Map<String, @Nullable Object> DOWN = Map.of("host", "n1", "status", 2L, "limit", 200L);

    private final List<RuleTest.Arrival> events = new ArrayList<>();

    @Test
    void tellsTheCallsOfARuleOfOneEventWithTheirTimesAndRenderedParameters() {
        event(5, CHECK, Map.of("host", "n1", "status", 0L));
        event(7, CHECK, DOWN);

        TriedCase tried = tried(oneEvent("trigger.status == 2", Limits.NONE, "{{ trigger.host }} is down"), 7);

        assertThat(tried.called())
                .containsExactly(new Called(seconds(7), TELL, Map.of("message", "n1 is down"), null, null));
    }

    @Test
    void aMatchThatIsHeldIsDueAtItsTimeThoughTheClockHasToPassItByTheLateness() {
        event(0, CHECK, DOWN);
        event(40, READING, Map.of("node", "n1", "rpm", 100L));

        TriedCase due = tried(downAndSlow(seconds(60)), 100);
        TriedCase early = tried(downAndSlow(seconds(60)), 99);

        assertThat(due.called()).extracting(Called::at).containsExactly(seconds(100));
        assertThat(early.called()).isEmpty();
    }

    @Test
    void passesWhereAllIsAsExpectedAndComparesOnlyWhatIsWritten() {
        event(0, CHECK, DOWN);
        Rule rule = oneEvent(null, Limits.NONE, "x");

        assertThat(run(rule, caseOf(0, call(0, Map.of()))).passed()).isTrue();
        assertThat(run(rule, caseOf(0, call(null, Map.of("message", "x")))).passed())
                .isTrue();
        assertThat(run(rule, caseOf(0, call(0, Map.of("message", "y")))).differences())
                .containsExactly(new Difference(
                        "expect[0]",
                        Map.of("at", "0s", "action", "ops.tell", "parameters", Map.of("message", "y")),
                        Map.of("at", "0s", "action", "ops.tell", "parameters", Map.of("message", "x"))));
        assertThat(run(rule, caseOf(0)).differences())
                .containsExactly(new Difference(
                        "not expected",
                        null,
                        Map.of("at", "0s", "action", "ops.tell", "parameters", Map.of("message", "x"))));
    }

    @Test
    void showsBesideWhatIsMissingTheCallThatMissesItByTheLeast() {
        event(0, CHECK, Map.of("host", "far"));
        event(9, CHECK, Map.of("host", "near"));
        Rule rule = oneEvent(null, Limits.NONE, "{{ trigger.host }}");

        List<Difference> differences =
                run(rule, caseOf(9, call(8, Map.of("message", "near")))).differences();

        assertThat(differences).extracting(Difference::key).containsExactly("expect[0]", "not expected");
        assertThat(differences.get(0).found())
                .isEqualTo(Map.of("at", "9s", "action", "ops.tell", "parameters", Map.of("message", "near")));
    }

    @Test
    void numbersAreComparedByTheirValueAlsoWithinListsAndObjects() {
        event(0, CHECK, Map.of("host", "n1"));
        Rule rule = rule(CHECK, null, null, Limits.NONE, Map.of("message", Map.of("a", List.of(3L, 2.5))));

        assertThat(run(rule, caseOf(0, call(0, Map.of("message", Map.of("a", List.of(3.0, 2.5))))))
                        .passed())
                .isTrue();
        assertThat(run(rule, caseOf(0, call(0, Map.of("message", Map.of("a", List.of(3.0))))))
                        .passed())
                .isFalse();
    }

    @Test
    void saysOfACaseThatGotNothingWhatEachEventWas() {
        event(0, CHECK, Map.of("host", "n1", "status", 0L));
        event(40, READING, Map.of("node", "n1", "rpm", 300L));
        event(50, TELL, Map.of());

        TriedCase tried = run(downAndSlow(null), caseOf(50, call(40, Map.of())));

        assertThat(tried.notes())
                .containsExactly(
                        "event-1 at 0s is not down, as 'trigger.status equals 2' is false: it saw 0.",
                        "event-2 at 40s is not slow, as 'where trigger.rpm < down.limit' is false: 'down' is undefined.",
                        "event-3 at 50s is of the trigger ops.tell, which the rule does not ask for.",
                        "No event came that is down or slow.");
    }

    @Test
    void saysWhichConditionBetweenEventsWasFalse() {
        event(0, CHECK, DOWN);
        event(40, READING, Map.of("node", "n1", "rpm", 300L));

        assertThat(run(downAndSlow(null), caseOf(40, call(40, Map.of()))).notes())
                .containsExactly(
                        "event-1 at 0s is down.",
                        "event-2 at 40s is not slow, as 'where trigger.rpm < down.limit' is false.",
                        "No event came that is slow.");
    }

    @Test
    void countsWhatALimitStoppedAndSaysSoWhereThatIsNotExpected() {
        Limits throttle = new Limits(new Limits.Throttle(seconds(60), null, 1), null, null, null, null);
        event(0, CHECK, DOWN);
        event(10, CHECK, DOWN);
        event(20, CHECK, DOWN);
        Rule rule = oneEvent(null, throttle, "x");

        TriedCase wrong = run(rule, caseOf(20, 1, null, call(0, Map.of())));

        assertThat(run(rule, caseOf(20, 2, null, call(0, Map.of()))).passed()).isTrue();
        assertThat(wrong.differences()).containsExactly(new Difference("limited", 1, 2));
        assertThat(wrong.notes())
                .containsExactly(
                        "The match at 10s was stopped or delayed by throttle.",
                        "The match at 20s was stopped or delayed by throttle.");
    }

    @Test
    void comparesWhetherTheRuleIsInShadow() {
        assertThat(run(oneEvent(null, Limits.NONE, "x"), caseOf(0, null, true)).differences())
                .containsExactly(new Difference("shadow", true, false));
        assertThat(run(oneEvent(null, Limits.NONE, "x").with(true, true), caseOf(0, null, true))
                        .passed())
                .isTrue();
    }

    @Test
    void anEventThatADaemonWouldRefuseFailsItsCase() {
        event(0, CHECK, Map.of("host", 7L));

        assertThat(run(oneEvent(null, Limits.NONE, "x"), caseOf(0, call(0, Map.of())))
                        .differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.key()).isEqualTo("events[0].payload");
                    assertThat(String.valueOf(difference.found()))
                            .contains("/host")
                            .contains("string");
                });
    }

    @Test
    void aConditionThatCannotBeDecidedFailsItsCase() {
        event(0, CHECK, Map.of("host", "n1", "status", "two"));

        assertThat(run(oneEvent("trigger.status > 1", Limits.NONE, "x"), caseOf(0))
                        .differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(String.valueOf(difference.found())).startsWith("where trigger.status > 1: "));
    }

    @Test
    void parametersThatCannotBeRenderedAreTold() {
        event(0, CHECK, DOWN);

        assertThat(run(oneEvent(null, Limits.NONE, "{{ trigger.nothing }}"), caseOf(0, call(0, Map.of())))
                        .differences())
                .singleElement()
                .satisfies(difference -> assertThat(String.valueOf(difference.found()))
                        .contains("error=Parameter 'message' of action 'ops.tell' could not be rendered"));
    }

    @Test
    void anActionThatNoFileDeclaresTakesAnyParameters() {
        event(0, CHECK, DOWN);
        Rule rule = new Rule(
                Ref.of("ops", "r"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(CHECK, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(Ref.of("elsewhere", "act"), Map.of("any", "{{ trigger.status }}"), null)),
                0,
                List.of(),
                Map.of(),
                null);

        assertThat(tried(rule, 0).called())
                .containsExactly(new Called(seconds(0), Ref.of("elsewhere", "act"), Map.of("any", "2"), null, null));
    }

    @Test
    void parametersAreCastAsInProduction() {
        event(0, CHECK, DOWN);
        Rule rule = rule(CHECK, null, null, Limits.NONE, Map.of("message", "x", "count", "{{ trigger.status }}"));

        assertThat(tried(rule, 0).called())
                .singleElement()
                .satisfies(called -> assertThat(called.parameters()).isEqualTo(Map.of("message", "x", "count", 2L)));
    }

    @Test
    void eachCaseBeginsAnew() {
        event(0, CHECK, DOWN);
        RuleTest.Case first = caseOf(0);
        events.clear();
        event(0, READING, Map.of("node", "n1", "rpm", 1L));

        try (RuleTrial trial = new RuleTrial(downAndSlow(null), around())) {
            TriedCase before = trial.run(first);
            TriedCase after = trial.run(caseOf(0));

            assertThat(before.called()).isEmpty();
            assertThat(after.called()).isEmpty();
        }
    }

    @Test
    void aThousandCasesOfARuleTakeSeconds() {
        event(0, CHECK, DOWN);
        event(40, READING, Map.of("node", "n1", "rpm", 100L));
        RuleTest.Case wanted = caseOf(200, call(100, Map.of()));

        try (RuleTrial trial = new RuleTrial(downAndSlow(seconds(60)), around())) {
            long start = System.nanoTime();
            long passed = 0;
            for (int i = 0; i < 1_000; i++) {
                passed += trial.run(wanted).passed() ? 1 : 0;
            }

            assertThat(passed).isEqualTo(1_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aRuleThatHoldsMoreThanItMayFailsItsCase() {
        event(0, CHECK, DOWN);
        event(1, CHECK, Map.of("host", "n2", "status", 2L, "limit", 200L));
        Surroundings all = around();
        Surroundings small = new Surroundings(all.registry(), all.callables(), all.parameters(), all.lateness(), 1);

        try (RuleTrial trial = new RuleTrial(downAndSlow(null), small)) {
            assertThat(trial.run(caseOf(2)).differences())
                    .extracting(difference -> String.valueOf(difference.found()))
                    .singleElement()
                    .asString()
                    .contains("held 2 events", "more than 1 (rule.most-held)");
        }
    }

    @Test
    void refusesARuleInDrl() {
        Rule rule = new Rule(
                Ref.of("ops", "drl"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(CHECK, Map.of()),
                List.of(),
                null,
                List.of(),
                0,
                List.of(),
                Map.of(),
                null,
                new Program("", "rule x", "x", 1, List.of(CHECK)),
                null,
                Limits.NONE);

        assertThatThrownBy(() -> new RuleTrial(rule, around()))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("ops.drl")
                .hasMessageContaining("DRL");
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void event(long second, Ref trigger, Map<String, @Nullable Object> payload) {
        events.add(new RuleTest.Arrival(seconds(second), seconds(second), Trigger.of(trigger, Map.of()), payload));
    }

    private static RuleTest.Call call(@Nullable Integer second, Map<String, @Nullable Object> parameters) {
        return new RuleTest.Call(second == null ? null : seconds(second), TELL, parameters, null);
    }

    private RuleTest.Case caseOf(long until, RuleTest.Call... expected) {
        return caseOf(until, null, null, expected);
    }

    private RuleTest.Case caseOf(
            long until, @Nullable Integer limited, @Nullable Boolean shadow, RuleTest.Call... expected) {
        return new RuleTest.Case("c", 1, RuleTest.START, events, seconds(until), List.of(expected), limited, shadow);
    }

    private TriedCase tried(Rule rule, long until) {
        return run(rule, caseOf(until));
    }

    private static TriedCase run(Rule rule, RuleTest.Case wanted) {
        try (RuleTrial trial = new RuleTrial(rule, around())) {
            return trial.run(wanted);
        }
    }

    private static Surroundings around() {
        Pack pack = new Pack("ops", "ops", "1.0.0", null, null, Map.of(), Path.of("ops"), List.of());
        TriggerType check = new TriggerType(
                CHECK,
                null,
                Map.of("type", "object", "properties", Map.of("host", Map.of("type", "string"))),
                Map.of(),
                List.of(),
                null);
        Action tell = new Action(
                TELL,
                null,
                true,
                "noop",
                "",
                null,
                Map.of("message", Map.of("required", true), "count", Map.of("type", "integer")),
                null,
                null,
                List.of(),
                null,
                false,
                null);
        return Surroundings.offline(List.of(new PackContent(
                pack,
                List.of(check),
                List.of(),
                List.of(tell),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of())));
    }

    private static Rule oneEvent(@Nullable String where, Limits limits, String message) {
        return rule(CHECK, where, null, limits, Map.of("message", message));
    }

    /** A check that fails, then a fan of the same host that is slower than the check allows. */
    private static Rule downAndSlow(@Nullable Duration hold) {
        When when = new When(
                new Form.Sequence(List.of(
                        new EventPattern("down", Trigger.of(CHECK, Map.of()), List.of(), "trigger.status == 2"),
                        new EventPattern(
                                "slow", Trigger.of(READING, Map.of()), List.of(), "trigger.rpm < down.limit"))),
                List.of(),
                Map.of("down", "trigger.host", "slow", "trigger.node"),
                seconds(180),
                hold);
        return rule(CHECK, null, when, Limits.NONE, Map.of("message", "{{ down.host }}"));
    }

    private static Rule rule(
            Ref trigger,
            @Nullable String where,
            @Nullable When when,
            Limits limits,
            Map<String, @Nullable Object> parameters) {
        return new Rule(
                Ref.of("ops", "r"),
                null,
                false,
                false,
                Rule.Type.STANDARD,
                Trigger.of(trigger, Map.of()),
                List.of(),
                where,
                List.of(new ActionCall(TELL, parameters, null)),
                0,
                List.of(),
                Map.of(),
                null,
                null,
                when,
                limits);
    }
}
