package io.drover.engine.correlate.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Execution;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.rule.RuleMatch;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over several events and with limits in an engine, from the event to the execution. */
class CorrelationPlaneTest {
    private static final Map<String, @Nullable Object> HOST = Map.of("host", "{{ a.host }} {{ b.step }}");
    private static final Rule A_THEN_B = Correlating.rule("ab", Correlating.sequence("a", "b"), Limits.NONE, HOST);
    private static final Rule A_B_C = Correlating.rule(
            "abc",
            Correlating.sequence("a", "b", "c"),
            Limits.NONE,
            Map.of("host", "{{ a.host }}-{{ c.step }}-{{ key }}"));
    private static final Rule THREE = Correlating.rule(
            "three", Correlating.count(3), Limits.NONE, Map.of("size", "{{ events_total }}", "host", "{{ key }}"));
    private static final Rule THROTTLED = Correlating.rule(
            "once", null, Correlating.throttle(Duration.ofMinutes(10)), Map.of("host", "{{ trigger.host }}"));
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
    void keepsWhatWasCollectedOverARestart() {
        Parts first = lives.start(Plant.content(A_B_C, THREE));
        emit(first, "h1", "a");
        emit(first, "h1", "b");

        Parts second = lives.restart();
        emit(second, "h1", "c");
        settle(second, 2);
        Parts third = lives.restart();
        emit(third, "h1", "x");
        emit(third, "h1", "y");
        emit(third, "h1", "z");
        settle(third, 3);

        assertThat(third.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h1-c-h1", "h1", "h1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void comesToTheSameEndWhereverTheProcessDies(int died) {
        List<String> steps = List.of("a", "b", "c", "a", "a", "b", "b", "c", "c");
        Parts parts = lives.start(Plant.content(A_B_C, THREE, THROTTLED));

        for (int i = 0; i < steps.size(); i++) {
            emit(parts, "h1", steps.get(i));
            if (i == died) {
                // nothing of this life reaches the database any more
                parts.store().deaf(true);
                parts.clock().advance(Duration.ofMinutes(1));
                parts = lives.restart();
            }
        }
        settle(parts, 6);

        assertThat(parts.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder(
                        "plant.abc", "plant.abc", "plant.three", "plant.three", "plant.three", "plant.once");
        Await.until("eight matches are stopped", () -> limited("throttle") == 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_CONNECTION", "NOT_COMMITTED", "ANSWER_LOST"})
    void losesNothingAndRepeatsNothingWhereACommitFails(String fault) {
        Parts parts = lives.start(Plant.content(A_THEN_B));
        emit(parts, "h1", "a");

        parts.store().next(Fault.valueOf(fault), Fault.valueOf(fault));
        emit(parts, "h1", "b");
        emit(parts, "h2", "a");
        emit(parts, "h2", "b");
        settle(parts, 2);

        assertThat(parts.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h1 b", "h2 b");
    }

    @Test
    void goesOnFromItsLastCommitWhereItBreaksOffAfterEachOfThem() {
        AtomicInteger commits = new AtomicInteger();
        lives.with(setup -> setup.failing(point -> {
            if (point.equals("rules-committed") && commits.incrementAndGet() <= 3) {
                throw new IllegalStateException("as the test asked for");
            }
        }));
        Parts parts = lives.start(Plant.content(A_THEN_B));

        for (int i = 0; i < 5; i++) {
            emit(parts, "h" + i, "a");
            emit(parts, "h" + i, "b");
            settle(parts, i + 1);
        }

        assertThat(parts.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h0 b", "h1 b", "h2 b", "h3 b", "h4 b");
        assertThat(commits.get()).isGreaterThan(3);
    }

    @Test
    void takesWhatCameWhileItDidNotRun() {
        Parts first = lives.start(Plant.content(THREE));
        emit(first, "h1", "a");
        lives.reader().lay(Plant.content(THREE, Correlating.rule("five", Correlating.count(5), Limits.NONE, Map.of())));

        Parts second = lives.make();
        second.registration().start();
        second.dispatcher().open();
        second.admission().start();
        for (int i = 0; i < 200; i++) {
            emit(second, "h" + i % 40, "a");
        }
        second.correlations().start();
        // of h1 there were six events, the first before the second rule was there
        settle(second, 41 + 40);

        Await.until(
                "it is at the head",
                () -> second.correlations().status().stream().allMatch(status -> status.behind() == 0));
        assertThat(second.correlations().status()).singleElement().satisfies(status -> {
            assertThat(status.pack()).isEqualTo("plant");
            assertThat(status.commits()).isPositive();
            assertThat(status.lag()).isZero();
        });
    }

    @Test
    void recordsTheFirstMatchThatALimitStopsAndCountsTheOthers() {
        Parts parts = lives.start(Plant.content(THROTTLED));

        for (int i = 0; i < 5; i++) {
            emit(parts, "h1", "a");
        }
        emit(parts, "h2", "a");
        settle(parts, 2);

        Await.until("four are counted", () -> limited("throttle") == 4);
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
        Await.until("three are counted", () -> limited("collapse") == 3);
        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.status() == Status.LIMITED)
                .hasSize(apart == 0 ? 1 : 3);
    }

    @Test
    void goesOnWhereTheCountsOfAnOpenWindowWereRemoved() {
        Parts parts = lives.start(Plant.content(THROTTLED));
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        Await.until("one is counted", () -> limited("throttle") == 1);

        lives.memory()
                .change(transaction -> assertThat(transaction.limitedCounts().forget(Instant.MAX, 10))
                        .isEqualTo(1));
        emit(parts, "h1", "a");
        emit(parts, "h2", "a");
        settle(parts, 2);

        Await.until("the next is counted", () -> limited("throttle") == 1);
        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.status() == Status.LIMITED)
                .hasSize(1);
        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("limited"))
                .hasSize(1);
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
        Await.until("the beat is collected", () -> !states("gone").isEmpty());

        parts.clock().advance(Duration.ofMinutes(4));
        emit(parts, "h2", "a");
        parts.clock().advance(Duration.ofSeconds(80));
        settle(parts, 1);

        assertThat(parts.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("h1");
    }

    @Test
    void waitsAfterAStartForWhatWaitedOutsideBeforeItDecidesThatAnEventStaysAway() {
        Duration grace = Duration.ofSeconds(10);
        Parts first = lives.start(Plant.content(Correlating.rule(
                "gone", Correlating.absence(Duration.ofMinutes(5)), Limits.NONE, Map.of("host", "{{ key }}"))));
        emit(first, "h1", "a");
        emit(first, "h2", "a");
        Instant beat = first.clock().instant();
        Parts second = lives.make();
        second.clock().advance(Duration.ofMinutes(6));
        second.registration().start();
        second.dispatcher().open();
        second.admission().start();
        second.correlations().restAtStart(grace);
        second.correlations().start();
        second.correlations().sensorsStarted();

        Emission waited = new Emission(
                Rules.STATE,
                Map.of("host", "h1", "step", "a"),
                beat.plus(Duration.ofMinutes(4)),
                null,
                Emission.DEDUPE_WINDOW,
                null,
                "test");
        assertThat(Await.done(second.dispatcher().accept(waited)).verdict()).isEqualTo(Verdict.ACCEPTED);
        Await.until(
                "it was taken", () -> second.correlations().status().stream().allMatch(status -> status.commits() > 0));
        second.clock().advance(grace);
        settle(second, 1);

        assertThat(second.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("h2");
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

        Await.until("one is late", () -> limited("late") == 1);
        Await.until("one has no key", () -> limited("no_key") == 1);
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
    void dropsWhatWasCollectedWhereTheRuleCollectsSomethingElseAndRecordsThat() {
        Parts parts = lives.start(Plant.content(A_THEN_B));
        emit(parts, "h1", "a");
        Await.until("the first event is collected", () -> !states("ab").isEmpty());

        lay(
                parts,
                Plant.content(Correlating.rule(
                        "ab",
                        Correlating.sequence("a", "c"),
                        Limits.NONE,
                        Map.of("host", "{{ a.host }} {{ c.step }}"))));
        Await.until(
                "that is recorded",
                () -> parts.trail().stream().anyMatch(record -> record.what().equals("dropped")));
        emit(parts, "h1", "c");
        emit(parts, "h1", "a");
        emit(parts, "h1", "c");
        settle(parts, 1);

        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("dropped"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.subject()).isEqualTo("plant.ab");
                    assertThat(record.why()).startsWith("dropped what it had collected");
                });
    }

    @Test
    void keepsWhatWasCollectedWhereOnlyTheActionChanges() {
        Parts parts = lives.start(Plant.content(A_THEN_B));
        emit(parts, "h1", "a");
        Await.until("the first event is collected", () -> !states("ab").isEmpty());

        lay(
                parts,
                Plant.content(Correlating.rule(
                        "ab",
                        Correlating.sequence("a", "b"),
                        Limits.NONE,
                        null,
                        0,
                        new ActionCall(Plant.CALC, HOST, null))));
        emit(parts, "h1", "b");
        settle(parts, 1);

        Execution execution = parts.executions().get(0);
        assertThat(execution.action()).isEqualTo(Plant.CALC);
        assertThat(execution.cause().ruleRevision()).isEqualTo(2);
    }

    @Test
    void runsNoRuleThatIsDisabledAndForgetsWhatItHadCollected() {
        Parts parts = lives.start(Plant.content(A_THEN_B, THREE));
        emit(parts, "h1", "a");
        Await.until("the first event is collected", () -> !states("ab").isEmpty());
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(lives.reader().document(A_THEN_B));
        document.put("enabled", false);
        RegisteredRule unused = parts.registration().rules().update("plant.ab", document, Parts.ADMIN);

        emit(parts, "h1", "b");
        emit(parts, "h1", "b");
        settle(parts, 1);

        assertThat(parts.executions().get(0).cause().rule()).isEqualTo(THREE.ref());
        Await.until("nothing is collected any more", () -> states("ab").isEmpty());
    }

    @Test
    void takesNoEventTwiceWhereARuleGetsLimits() {
        Rule plain = Plant.rule("once", Plant.ACT, Map.of("host", "{{ trigger.host }}"));
        Parts parts = lives.start(Plant.content(plain, THREE));
        emit(parts, "h1", "a");
        settle(parts, 1);

        lay(parts, Plant.content(THROTTLED, THREE));
        emit(parts, "h2", "a");
        settle(parts, 2);

        assertThat(parts.enforcements())
                .extracting(RuleEnforcement::key)
                .containsExactlyInAnyOrder(
                        RuleMatch.key(plain.ref(), 0, parts.events().get(1).id()),
                        RuleMatch.key(plain.ref(), 0, parts.events().get(0).id()));
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
                "it is quarantined",
                () -> parts.trail().stream()
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesWhatWasAcceptedBeforeARuleLostItsLimits(boolean hasOthers) {
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        lives.with(setup -> setup.failing(point -> {
            if (point.equals("rules-committed")) {
                held.complete(true);
                assertThat(Await.done(goOn)).isTrue();
            }
        }));
        Parts parts = lives.start(hasOthers ? Plant.content(THROTTLED, THREE) : Plant.content(THROTTLED));
        emit(parts, "h1", "a");
        assertThat(Await.done(held)).isTrue();

        emit(parts, "h2", "a");
        emit(parts, "h2", "a");
        parts.clock().advance(Duration.ofSeconds(1));
        Rule plain = Correlating.rule("once", null, Limits.NONE, Map.of("host", "{{ trigger.host }} plain"));
        lay(parts, hasOthers ? Plant.content(plain, THREE) : Plant.content(plain));
        emit(parts, "h2", "a");
        goOn.complete(true);
        settle(parts, hasOthers ? 4 : 3);

        assertThat(parts.executions())
                .filteredOn(
                        execution -> THROTTLED.ref().equals(execution.cause().rule()))
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h1", "h2", "h2 plain");
        Await.until("one is stopped", () -> limited("throttle") == 1);
        Await.until(
                "only a pack with others has a thread",
                () -> parts.correlations().status().size() == (hasOthers ? 1 : 0));
    }

    @Test
    void takesWhatWasAcceptedBeforeARuleChangedThoughTheDaemonStartedWithTheChange() {
        Parts first = lives.start(Plant.content(A_THEN_B, THROTTLED, THREE));
        emit(first, "h1", "a");
        settle(first, 1);
        Parts second = lives.make();
        second.registration().start();
        second.dispatcher().open();
        second.admission().start();
        second.clock().advance(Duration.ofMinutes(20));
        emit(second, "h1", "b");

        second.clock().advance(Duration.ofSeconds(1));
        lives.reader()
                .lay(Plant.content(
                        Correlating.rule("ab", Correlating.sequence("a", "c"), Limits.NONE, Map.of("host", "new")),
                        Correlating.rule("once", null, Limits.NONE, Map.of("host", "{{ trigger.host }} plain")),
                        THREE));
        Parts third = lives.restart();
        settle(third, 3);
        third.clock().advance(Duration.ofMinutes(21));
        emit(third, "h1", "c");
        settle(third, 5);

        assertThat(third.executions())
                .extracting(execution ->
                        execution.cause().rule() + " " + execution.parameters().get("host"))
                .containsExactlyInAnyOrder(
                        "plant.once h1", "plant.once h1", "plant.ab h1 b", "plant.once h1 plain", "plant.three h1");
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

    private List<RuleState> states(String rule) {
        return lives.memory().read(transaction -> transaction.ruleStates().ofRule(Ref.of("plant", rule)));
    }

    private long limited(String limit) {
        return lives
                .memory()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items())
                .stream()
                .filter(counted -> counted.limit().equals(limit))
                .mapToLong(LimitedMatches::count)
                .sum();
    }

    private void lay(Parts parts, PackContent content) {
        lives.reader().lay(content);
        Registration unused = parts.registration().packs().register(List.of(), "files");
    }

    private static void emit(Parts parts, String host, String step) {
        assertThat(Await.done(parts.emit(Map.of("host", host, "step", step))).verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    private static void settle(Parts parts, int executions) {
        Await.until(
                executions + " executions are there", () -> parts.executions().size() >= executions);
        parts.settle();
        assertThat(parts.executions()).hasSize(executions);
    }
}
