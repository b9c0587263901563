package io.drover.engine.correlate.plane;

import static io.drover.engine.correlate.plane.Correlating.A_THEN_B;
import static io.drover.engine.correlate.plane.Correlating.THREE;
import static io.drover.engine.correlate.plane.Correlating.THROTTLED;
import static io.drover.engine.correlate.plane.Correlating.emit;
import static io.drover.engine.correlate.plane.Correlating.limited;
import static io.drover.engine.correlate.plane.Correlating.settle;
import static io.drover.engine.correlate.plane.Correlating.states;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.limit.GuardTripped;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over several events and with limits in an engine, from the event to the execution. */
class CorrelationPlaneTest {
    private static final String ENDLESS =
            "{% for i in range(9000) %}{% for j in range(9000) %}{{ trigger.host }}{% endfor %}{% endfor %}";

    @TempDir
    Path folder;

    private Lives lives;

    @BeforeEach
    void makeLives() {
        lives = Lives.in(folder);
    }

    @AfterEach
    void end() {
        lives.close();
    }

    @Test
    void requestsAnActionWithParametersOfAllEventsOfAMatch() {
        Parts parts = lives.start(Plant.content(A_THEN_B));

        emit(parts, "h1", "a");
        emit(parts, "h2", "b");
        emit(parts, "h1", "b");
        settle(parts, 1);

        Execution execution = parts.executions().get(0);
        assertThat(execution.action()).isEqualTo(Plant.ACT);
        assertThat(execution.parameters()).isEqualTo(Map.of("host", "h1 b"));
        assertThat(execution.cause().rule()).isEqualTo(A_THEN_B.ref());
        RuleEnforcement enforcement = parts.enforcements().get(0);
        assertThat(enforcement.triggerInstance())
                .isEqualTo(parts.events().get(0).id());
        assertThat(enforcement.executionId()).isEqualTo(execution.id());
        assertThat(enforcement.key()).startsWith("plant.ab/0/");
    }

    @Test
    void leavesRulesOfOneEventWithoutLimitsToTheMatchOfSingleEvents() {
        Parts parts = lives.start(
                Plant.content(A_THEN_B, Plant.rule("each", Plant.CALC, Map.of("host", "{{ trigger.host }}"))));

        emit(parts, "h1", "a");
        emit(parts, "h1", "b");
        settle(parts, 3);

        assertThat(parts.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder("plant.each", "plant.each", "plant.ab");
    }

    @Test
    void recordsTheFirstMatchThatALimitStopsAndCountsTheOthers() {
        Parts parts = lives.start(Plant.content(THROTTLED));

        for (int i = 0; i < 5; i++) {
            emit(parts, "h1", "a");
        }
        emit(parts, "h2", "a");
        settle(parts, 2);

        Await.until("four are counted", () -> limited(lives, "throttle") == 4);
        List<RuleEnforcement> limited = parts.enforcements().stream()
                .filter(enforcement -> enforcement.status() == Status.LIMITED)
                .toList();
        assertThat(limited).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.rule()).isEqualTo(THROTTLED.ref());
            assertThat(enforcement.failureReason()).startsWith("throttle: ").contains("h1");
            assertThat(enforcement.triggerInstance())
                    .isEqualTo(parts.events().get(4).id());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 300_000})
    void recordsTheFirstOfEachWindowThoughTheyBeginAtTheSameTime(long apart) {
        Rule collapsed = Correlating.rule(
                "pairs", null, Correlating.collapse(Duration.ofMinutes(1), 2), Map.of("host", "{{ events | length }}"));
        Parts parts = lives.start(Plant.content(collapsed));

        for (int i = 0; i < 6; i++) {
            emit(parts, "h1", "a");
            parts.clock().advance(Duration.ofNanos(apart));
        }
        settle(parts, 3);

        assertThat(parts.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsOnly("2");
        Await.until("three are counted", () -> limited(lives, "collapse") == 3);
        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.status() == Status.LIMITED)
                .hasSize(apart == 0 ? 1 : 3);
    }

    @Test
    void makesAnEventOfAGuardThatTripped() {
        Rule guarded = Correlating.rule("guarded", null, Correlating.guard(2), Map.of("host", "{{ trigger.host }}"));
        Rule told = new Rule(
                Ref.of("plant", "told"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(GuardTripped.TYPE, Map.of()),
                List.of(),
                null,
                List.of(new ActionCall(
                        Plant.CALC, Map.of("host", "{{ trigger.rule }} {{ trigger.targets | join(',') }}"), null)),
                0,
                List.of(),
                Map.of(),
                "rules/told.yaml");
        lives.reader().lay(Plant.core(GuardTripped.TYPE));
        Parts parts = lives.start(Plant.content(guarded, told));

        for (String host : List.of("h1", "h2", "h3", "h4", "h1")) {
            emit(parts, host, "a");
        }
        settle(parts, 4);

        assertThat(parts.executions())
                .filteredOn(execution -> execution.action().equals(Plant.CALC))
                .singleElement()
                .satisfies(execution -> assertThat(
                                String.valueOf(execution.parameters().get("host")))
                        .startsWith("plant.guarded ")
                        .contains("h1", "h2"));
    }

    @Test
    void decidesThatAnEventStaysAwayByTheClock() {
        Parts parts = lives.start(Plant.content(Correlating.rule(
                "gone", Correlating.absence(Duration.ofMinutes(5)), Limits.NONE, Map.of("host", "{{ key }}"))));
        emit(parts, "h1", "a");
        Await.until("the beat is collected", () -> !states(lives, "gone").isEmpty());

        parts.clock().advance(Duration.ofMinutes(4));
        emit(parts, "h2", "a");
        parts.clock().advance(Duration.ofSeconds(80));
        settle(parts, 1);

        assertThat(parts.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("h1");
    }

    @Test
    void countsEventsThatAreLateOrHaveNoKey() {
        Parts parts = lives.start(Plant.content(A_THEN_B));
        emit(parts, "h1", "a");
        parts.clock().advance(Duration.ofMinutes(1));
        emit(parts, "h1", "x");

        Emission late = new Emission(
                Rules.STATE,
                Map.of("host", "h1", "step", "b"),
                parts.clock().instant().minusSeconds(50),
                null,
                Emission.DEDUPE_WINDOW,
                null,
                "test");
        assertThat(Await.done(parts.dispatcher().accept(late)).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(Await.done(parts.emit(Map.of("step", "a"))).verdict()).isEqualTo(Verdict.ACCEPTED);

        Await.until("one is late", () -> limited(lives, "late") == 1);
        Await.until("one has no key", () -> limited(lives, "no_key") == 1);
        assertThat(parts.executions()).isEmpty();
    }

    @Test
    void enforcesTheRuleOfHigherPriorityFirst() {
        Parts parts = lives.start(Plant.content(
                Correlating.rule("low", null, Correlating.throttle(Duration.ofMinutes(1)), null, 1, call("low")),
                Correlating.rule("high", null, Correlating.throttle(Duration.ofMinutes(1)), null, 9, call("high")),
                Correlating.rule(
                        "middle", null, Correlating.throttle(Duration.ofMinutes(1)), null, 5, call("middle"))));

        emit(parts, "h1", "a");
        settle(parts, 3);

        assertThat(parts.enforcements())
                .extracting(enforcement -> enforcement.rule().name())
                .containsExactly("low", "middle", "high");
    }

    @Test
    void onlyShowsWhatAShadowRuleWouldDo() {
        Rule shadow = A_THEN_B.with(true, true);
        Parts parts = lives.start(Plant.content(shadow));

        emit(parts, "h1", "a");
        emit(parts, "h1", "b");
        Await.until("it is recorded", () -> parts.enforcements().size() == 1);

        assertThat(parts.executions()).isEmpty();
        assertThat(parts.enforcements().get(0).status()).isEqualTo(Status.SHADOW);
        assertThat(parts.enforcements().get(0).parameters()).isEqualTo(Map.of("host", "h1 b"));
    }

    @Test
    void recordsAConditionThatCannotBeDecidedOnceAnHour() {
        Rule bad = Correlating.rule(
                "bad", null, Correlating.throttle(Duration.ofMinutes(1)), "trigger.host + 1 > 3", 0, call("x"));
        Parts parts = lives.start(Plant.content(bad, THREE));

        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        settle(parts, 1);

        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.rule().equals(bad.ref()))
                .singleElement()
                .satisfies(enforcement -> {
                    assertThat(enforcement.status()).isEqualTo(Status.FAILED);
                    assertThat(enforcement.failureReason()).contains("trigger.host + 1 > 3");
                });
    }

    @Test
    void quarantinesARuleThatRunsOverItsBudgetAndTheOthersGoOn() {
        Rule slow =
                Correlating.rule("slow", null, Correlating.throttle(Duration.ofNanos(1_000)), Map.of("host", ENDLESS));
        Parts parts = lives.start(Plant.content(slow, THREE));

        for (int i = 0; i < 6; i++) {
            parts.clock().advance(Duration.ofSeconds(1));
            emit(parts, "h1", "a");
        }
        Await.until(
                "it is quarantined, which is known a moment after it is recorded",
                () -> parts.registration().quarantined().contains(slow.ref())
                        && parts.trail().stream()
                                .anyMatch(record -> record.what().equals("quarantined")
                                        && record.subject().equals("plant.slow")));
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        Await.until("the other rule goes on", () -> succeeded(parts, "three") == 3);

        assertThat(parts.registry().rule("plant.slow").orElseThrow().waitsFor())
                .singleElement()
                .asString()
                .startsWith("It is quarantined");
    }

    private static long succeeded(Parts parts, String rule) {
        return parts.enforcements().stream()
                .filter(enforcement ->
                        enforcement.rule().name().equals(rule) && enforcement.status() == Status.SUCCEEDED)
                .count();
    }

    private static ActionCall call(String host) {
        return new ActionCall(Plant.ACT, Map.of("host", host), null);
    }
}
