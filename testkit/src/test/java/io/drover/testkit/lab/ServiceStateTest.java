package io.drover.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

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

        assertThat(history.percentChange()).isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(FlapHistory.steady(State.OK).percentChange()).isZero();
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
