package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.drover.testkit.lab.ServiceState.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The states that a row of check results leads through, and what is told of them. */
class ServiceStateTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void becomesHardOnlyAfterAllAttempts() {
        List<Transition> steps = follow(3, State.CRITICAL, State.CRITICAL, State.CRITICAL);

        assertThat(steps)
                .extracting(step -> step.now().type())
                .containsExactly(StateType.SOFT, StateType.SOFT, StateType.HARD);
        assertThat(steps).extracting(step -> step.now().attempt()).containsExactly(1, 2, 3);
    }

    @Test
    void tellsOfHardChangesOnly() {
        List<Transition> steps = follow(2, State.CRITICAL, State.CRITICAL, State.CRITICAL, State.OK);

        assertThat(steps).extracting(step -> step.alert().isPresent()).containsExactly(false, true, false, true);
        assertThat(steps.get(3).alert().orElseThrow().lastState()).isEqualTo(State.CRITICAL);
    }

    @Test
    void tellsNobodyOfASoftRecovery() {
        List<Transition> steps = follow(3, State.WARNING, State.OK, State.OK);

        assertThat(steps).noneMatch(step -> step.alert().isPresent());
    }

    @Test
    void aHardProblemThatTurnsIntoAnotherIsToldAtOnce() {
        List<Transition> steps = follow(2, State.WARNING, State.WARNING, State.CRITICAL);

        Alert alert = steps.get(2).alert().orElseThrow();
        assertThat(alert.state()).isEqualTo(State.CRITICAL);
        assertThat(alert.lastState()).isEqualTo(State.WARNING);
        assertThat(alert.stateType()).isEqualTo(StateType.HARD);
    }

    @Test
    void flappingIsToldOnceAtItsBeginning() {
        List<State> found = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            found.add(i % 2 == 0 ? State.CRITICAL : State.OK);
        }

        List<Transition> steps = follow(1, found.toArray(State[]::new));

        List<Alert> alerts =
                steps.stream().flatMap(step -> step.alert().stream()).toList();
        assertThat(alerts.stream().filter(Alert::flapping)).hasSize(1);
        assertThat(alerts.get(alerts.size() - 1).flapping()).isTrue();
        assertThat(steps.get(steps.size() - 1).now().percentChange()).isGreaterThan(90);
    }

    @Test
    void aChangeOnEveryCheckIsAHundredPercent() {
        FlapHistory history = FlapHistory.steady(State.OK);
        for (int i = 0; i < 21; i++) {
            history = history.with(i % 2 == 0 ? State.CRITICAL : State.OK);
        }

        assertThat(history.percentChange()).isCloseTo(100, within(1e-9));
        assertThat(FlapHistory.steady(State.OK).percentChange()).isZero();
    }

    @Test
    void aProblemIsHardAtOnceWhereOneAttemptIsEnough() {
        List<Transition> steps = follow(1, State.UNKNOWN);

        assertThat(steps.get(0).now().type()).isEqualTo(StateType.HARD);
        assertThat(steps.get(0).alert()).isPresent();
    }

    @Test
    void aSoftProblemThatTurnsIntoAnotherGoesOnCounting() {
        List<Transition> steps = follow(3, State.WARNING, State.CRITICAL, State.UNKNOWN);

        assertThat(steps).extracting(step -> step.now().attempt()).containsExactly(1, 2, 3);
        assertThat(steps.get(2).alert().orElseThrow().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aHardProblemKeepsItsAttemptHoweverLongItLasts() {
        List<Transition> steps = follow(2, State.CRITICAL, State.CRITICAL, State.CRITICAL, State.CRITICAL);

        assertThat(steps).extracting(step -> step.now().attempt()).containsExactly(1, 2, 2, 2);
    }

    @Test
    void aSoftRecoveryIsSoftOnceAndThenAllIsWell() {
        List<Transition> steps = follow(3, State.WARNING, State.OK, State.OK, State.WARNING);

        assertThat(steps)
                .extracting(step -> step.now().type())
                .containsExactly(StateType.SOFT, StateType.SOFT, StateType.HARD, StateType.SOFT);
        assertThat(steps.get(3).now().attempt()).isEqualTo(1);
    }

    @Test
    void softProblemsDoNotCountForFlapping() {
        List<State> found = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            found.add(i % 2 == 0 ? State.CRITICAL : State.OK);
        }

        List<Transition> steps = follow(2, found.toArray(State[]::new));

        assertThat(steps.get(steps.size() - 1).now().percentChange()).isZero();
        assertThat(steps).noneMatch(step -> step.alert().isPresent());
    }

    @Test
    void theEndOfFlappingIsToldWithTheStateThatRemained() {
        List<State> found =
                new ArrayList<>(List.of(State.CRITICAL, State.OK, State.CRITICAL, State.OK, State.CRITICAL, State.OK));
        for (int i = 0; i < 21; i++) {
            found.add(State.OK);
        }

        List<Transition> steps = follow(1, found.toArray(State[]::new));

        List<Alert> alerts =
                steps.stream().flatMap(step -> step.alert().stream()).toList();
        assertThat(alerts).extracting(Alert::flapping).containsExactly(false, false, false, true, false);
        assertThat(alerts.get(4).state()).isEqualTo(State.OK);
        assertThat(steps.get(steps.size() - 1).now().flapping()).isFalse();
    }

    @Test
    void flappingBeginsAtTheHighThresholdAndEndsAtTheLowOne() {
        FlapThresholds thresholds = new FlapThresholds(5, 20);

        assertThat(thresholds.flapping(false, 19.9)).isFalse();
        assertThat(thresholds.flapping(false, 20)).isTrue();
        assertThat(thresholds.flapping(true, 5.1)).isTrue();
        assertThat(thresholds.flapping(true, 5)).isFalse();
    }

    @Test
    void aNewerChangeWeighsHalfAgainAsMuchAsTheOldest() {
        FlapHistory newest = FlapHistory.steady(State.OK).with(State.CRITICAL);
        FlapHistory oldest = newest;
        for (int i = 0; i < 19; i++) {
            oldest = oldest.with(State.CRITICAL);
        }

        assertThat(newest.percentChange()).isCloseTo(6.0, within(1e-9));
        assertThat(oldest.percentChange()).isCloseTo(4.0, within(1e-9));
    }

    @Test
    void nobodyIsToldOfAServiceWhoseHostIsDownUntilTheHostIsBack() {
        ServiceState fine = ServiceState.before(Checked.service("web1", "http", 2));

        Transition down = fine.afterWithHostDown(new CheckResult(State.CRITICAL, "no route", NOON));
        Transition first = down.now().after(new CheckResult(State.CRITICAL, "refused", NOON.plusSeconds(1)));
        Transition second = first.now().after(new CheckResult(State.CRITICAL, "refused", NOON.plusSeconds(2)));

        assertThat(down.now().type()).isEqualTo(StateType.HARD);
        assertThat(down.alert()).isEmpty();
        assertThat(first.now().type()).isEqualTo(StateType.SOFT);
        assertThat(first.alert()).isEmpty();
        assertThat(second.alert()).isPresent();
    }

    @Test
    void refusesAStateThatItsKindCannotHave() {
        ServiceState service = ServiceState.before(Checked.service("web1", "http", 2));

        assertThatThrownBy(() -> service.after(new CheckResult(State.DOWN, "", NOON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web1/http");
    }

    private static List<Transition> follow(int maxAttempts, State... found) {
        ServiceState now = ServiceState.before(Checked.service("web1", "http", maxAttempts));
        List<Transition> steps = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            Transition step = now.after(new CheckResult(found[i], "check " + i, NOON.plusSeconds(i)));
            steps.add(step);
            now = step.now();
        }
        return steps;
    }
}
