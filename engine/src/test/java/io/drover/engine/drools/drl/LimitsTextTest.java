package io.drover.engine.drools.drl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.rule.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTextTest {

    @Test
    void readsAThrottleWithAndWithoutACount() {
        assertThat(LimitsText.read(List.of("throttle 10m by array")).throttle())
                .isEqualTo(new Limits.Throttle(Duration.ofMinutes(10), "parameters.array", 1));
        assertThat(LimitsText.read(List.of("throttle 3 per 1h30m")).throttle())
                .isEqualTo(new Limits.Throttle(Duration.ofMinutes(90), null, 3));
    }

    @Test
    void readsADebounceWhoseOptionsComeInAnyOrder() {
        Limits.Debounce expected = new Limits.Debounce(Duration.ofSeconds(30), Duration.ofHours(1), "parameters.host");

        assertThat(LimitsText.read(List.of("debounce 30s by host at_most 1h")).debounce())
                .isEqualTo(expected);
        assertThat(LimitsText.read(List.of(" debounce  30s at_most 1h by host "))
                        .debounce())
                .isEqualTo(expected);
    }

    @Test
    void readsSeveralLimits() {
        assertThat(LimitsText.read(List.of("collapse 60s by service max 200", "throttle 5m")))
                .isEqualTo(new Limits(
                        new Limits.Throttle(Duration.ofMinutes(5), null, 1),
                        null,
                        new Limits.Collapse(Duration.ofSeconds(60), "parameters.service", 200),
                        null,
                        null));
    }

    @Test
    void readsAGuardAndAFlappingValueOfTheEvents() {
        Limits limits = LimitsText.read(
                List.of("guard 3 of host per 30m", "flap link.state by host changes 5 within 20m hold 30m"));

        assertThat(limits.guard()).isEqualTo(new Limits.Guard(3, "parameters.host", Duration.ofMinutes(30)));
        assertThat(limits.flap())
                .isEqualTo(new Limits.Flap(
                        "trigger.link.state", "parameters.host", 5, Duration.ofMinutes(20), Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throtle 10m | Unknown limit 'throtle' in '@limits'. Did you mean 'throttle'? Allowed are throttle, debounce, collapse, guard, flap.
            flap | expected the value that flaps, such as flap state by host
            flap by host changes 5 within 20m hold 30m | expected the value that flaps
            flap state[0] changes 5 within 20m hold 30m | expected the name of a value of the event in the place of 'state[0]'.
            flap state by host within 20m hold 30m | expected the number of 'changes', from 1 on.
            flap state changes 0 within 20m hold 30m | expected the number of 'changes', from 1 on, in the place of '0'.
            flap state changes 5 hold 30m | expected 'within' with a time.
            flap state changes 5 within 20m | expected 'hold' with a time.
            guard of host per 30m | expected the number of targets, from 1 on, in the place of 'of'.
            guard 3 per 30m | expected 'of' with the parameter that names the target.
            guard 3 of host | expected 'per' with a time.
            guard 3 of host by rack per 30m | expected nothing else than of, per in the place of 'by'.
            throttle | expected a time such as 30s, 10m or 1h.
            throttle soon | expected a time such as 30s, 10m or 1h in the place of 'soon'.
            throttle 0s | expected a time
            throttle 3 | expected a count from 1 on and 'per'
            throttle 0 per 10m | expected a count from 1 on and 'per'
            throttle 10m max 3 | expected nothing else than by in the place of 'max'.
            throttle 10m by | expected 'by' once, with a value.
            throttle 10m by a by b | expected 'by' once, with a value.
            throttle 10m by a[0] | expected the name of a parameter of the request in the place of 'a[0]'.
            debounce 30s at_most 10s | expected at_most to be no shorter
            collapse 60s max 1001 | expected max to be a number from 1 to 1000.
            collapse 60s max 0 | expected max to be a number from 1 to 1000.
            """)
    void saysWhatItExpected(String text, String message) {
        assertThatThrownBy(() -> LimitsText.read(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesLimitsThatCannotStandTogether() {
        assertThatThrownBy(() -> LimitsText.read(List.of("debounce 30s", "collapse 60s")))
                .hasMessageStartingWith("'debounce' and 'collapse' cannot stand together in '@limits'");
        assertThatThrownBy(() -> LimitsText.read(List.of("throttle 30s", "throttle 60s")))
                .hasMessageStartingWith("'@limits' has two limits 'throttle'");
    }
}
