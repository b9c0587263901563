package io.drover.engine.correlate.plane;

import static io.drover.engine.correlate.plane.Correlating.A_THEN_B;
import static io.drover.engine.correlate.plane.Correlating.HOST;
import static io.drover.engine.correlate.plane.Correlating.THREE;
import static io.drover.engine.correlate.plane.Correlating.THROTTLED;
import static io.drover.engine.correlate.plane.Correlating.emit;
import static io.drover.engine.correlate.plane.Correlating.lay;
import static io.drover.engine.correlate.plane.Correlating.limited;
import static io.drover.engine.correlate.plane.Correlating.settle;
import static io.drover.engine.correlate.plane.Correlating.states;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Execution;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.Acceptance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over several events and with limits that change while events come. */
class ChangedRulesTest {
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
    void dropsWhatWasCollectedWhereTheRuleCollectsSomethingElseAndRecordsThat() {
        Parts parts = lives.start(Plant.content(A_THEN_B));
        emit(parts, "h1", "a");
        Await.until("the first event is collected", () -> !states(lives, "ab").isEmpty());

        lay(
                lives,
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
        Await.until("the first event is collected", () -> !states(lives, "ab").isEmpty());

        lay(
                lives,
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
        Await.until("the first event is collected", () -> !states(lives, "ab").isEmpty());
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(lives.reader().document(A_THEN_B));
        document.put("enabled", false);
        RegisteredRule unused = parts.registration().rules().update("plant.ab", document, Parts.ADMIN);

        emit(parts, "h1", "b");
        emit(parts, "h1", "b");
        settle(parts, 1);

        assertThat(parts.executions().get(0).cause().rule()).isEqualTo(THREE.ref());
        Await.until("nothing is collected any more", () -> states(lives, "ab").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "plain"})
    void forgetsThousandsOfKeysBeforeTheThreadOfThePackEnds(String change) {
        int keys = 2_100;
        Rule hoard = Correlating.rule("hoard", Correlating.count(100), Limits.NONE, Map.of("host", "{{ key }}"));
        Parts parts = lives.start(Plant.content(hoard));
        for (int key = 0; key < keys; key++) {
            CompletionStage<Acceptance> unused = parts.emit(Map.of("host", "h" + key, "step", "a"));
        }
        Await.until("all are collected", () -> states(lives, "hoard").size() == keys);
        parts.clock().advance(Duration.ofSeconds(1));

        lay(
                lives,
                parts,
                Plant.content(
                        change.equals("plain")
                                ? Correlating.rule("hoard", null, Limits.NONE, Map.of("host", "{{ trigger.host }}"))
                                : hoard.with(false, false)));
        Await.until("its thread has ended", () -> parts.correlations().status().isEmpty());

        Await.until("nothing is left", () -> states(lives, "hoard").isEmpty());
    }

    @Test
    void takesNoEventTwiceWhereARuleGetsLimits() {
        Rule plain = Plant.rule("once", Plant.ACT, Map.of("host", "{{ trigger.host }}"));
        Parts parts = lives.start(Plant.content(plain, THREE));
        emit(parts, "h1", "a");
        settle(parts, 1);

        lay(lives, parts, Plant.content(THROTTLED, THREE));
        emit(parts, "h2", "a");
        settle(parts, 2);

        assertThat(parts.enforcements())
                .extracting(RuleEnforcement::key)
                .containsExactlyInAnyOrder(
                        RuleMatch.key(plain.ref(), 0, parts.events().get(1).id()),
                        RuleMatch.key(plain.ref(), 0, parts.events().get(0).id()));
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
        lay(lives, parts, hasOthers ? Plant.content(plain, THREE) : Plant.content(plain));
        emit(parts, "h2", "a");
        goOn.complete(true);
        settle(parts, hasOthers ? 4 : 3);

        assertThat(parts.executions())
                .filteredOn(
                        execution -> THROTTLED.ref().equals(execution.cause().rule()))
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h1", "h2", "h2 plain");
        Await.until("one is stopped", () -> limited(lives, "throttle") == 1);
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

    @Test
    void takesWhatWasAcceptedBeforeTheLastCorrelatedRuleOfAPackTurnedPlainWhileNothingRan() {
        Parts first = lives.start(Plant.content(THROTTLED));
        emit(first, "h1", "a");
        settle(first, 1);
        Parts second = lives.make();
        second.registration().start();
        second.dispatcher().open();
        second.admission().start();
        emit(second, "h1", "a");
        emit(second, "h2", "a");

        second.clock().advance(Duration.ofSeconds(1));
        lives.reader()
                .lay(Plant.content(
                        Correlating.rule("once", null, Limits.NONE, Map.of("host", "{{ trigger.host }} plain"))));
        Parts third = lives.restart();
        settle(third, 2);
        Await.until("its thread has ended", () -> third.correlations().status().isEmpty());
        emit(third, "h2", "a");
        settle(third, 3);

        assertThat(third.executions())
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactlyInAnyOrder("h1", "h2", "h2 plain");
        assertThat(limited(lives, "throttle")).isEqualTo(1);
        Parts fourth = lives.restart();
        Await.until("no thread is left", () -> fourth.correlations().status().isEmpty());
        assertThat(fourth.executions()).hasSize(3);
    }
}
