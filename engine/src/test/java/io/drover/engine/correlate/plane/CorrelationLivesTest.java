package io.drover.engine.correlate.plane;

import static io.drover.engine.correlate.plane.Correlating.A_B_C;
import static io.drover.engine.correlate.plane.Correlating.A_THEN_B;
import static io.drover.engine.correlate.plane.Correlating.THREE;
import static io.drover.engine.correlate.plane.Correlating.THROTTLED;
import static io.drover.engine.correlate.plane.Correlating.emit;
import static io.drover.engine.correlate.plane.Correlating.limited;
import static io.drover.engine.correlate.plane.Correlating.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.rule.Limits;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules over several events have collected, over restarts, kills, and commits that fail. */
class CorrelationLivesTest {
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
                lives.kill();
                parts = lives.restart();
            }
        }
        settle(parts, 6);

        assertThat(parts.executions())
                .extracting(execution -> String.valueOf(execution.cause().rule()))
                .containsExactlyInAnyOrder(
                        "plant.abc", "plant.abc", "plant.three", "plant.three", "plant.three", "plant.once");
        Await.until("eight matches are stopped", () -> limited(lives, "throttle") == 8);
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
    void goesOnWhereTheCountsOfAnOpenWindowWereRemoved() {
        Parts parts = lives.start(Plant.content(THROTTLED));
        emit(parts, "h1", "a");
        emit(parts, "h1", "a");
        Await.until("one is counted", () -> limited(lives, "throttle") == 1);

        lives.memory()
                .change(transaction -> assertThat(transaction.limitedCounts().forget(Instant.MAX, 10))
                        .isEqualTo(1));
        emit(parts, "h1", "a");
        emit(parts, "h2", "a");
        settle(parts, 2);

        Await.until("the next is counted", () -> limited(lives, "throttle") == 1);
        assertThat(parts.enforcements())
                .filteredOn(enforcement -> enforcement.status() == Status.LIMITED)
                .hasSize(1);
        assertThat(parts.trail())
                .filteredOn(record -> record.what().equals("limited"))
                .hasSize(1);
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
}
