package io.drover.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Plant;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleTest;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The edges that the page on DRL names, for its three ways to look at several events: a window that slides, an event after
 * another, and an event that stays away. Changes and restarts in the middle are tested where sessions live.
 */
class ProgramEdgesTest {
    private static final String HEAD = """
            package plant;
            import drover.event.plant.State;
            global io.drover.model.action.ActionRequests actions;

            rule "tried"
            when
            """;

    /** Ways to look at events; all within a minute. */
    private enum Shape {
        WINDOW("    accumulate( $s : State( host == \"n1\" ) over window:time( 60s ); $n : count( $s ); $n == 2 )"),
        AFTER("    $a : State( host != null ) State( host == $a.host, this != $a, this after[0ms, 60s] $a )"),
        AWAY("    $a : State( host != null ) not( State( host == $a.host, this != $a, this after[0ms, 60s] $a ) )");

        private final String conditions;

        Shape(String conditions) {
            this.conditions = conditions;
        }
    }

    private final List<RuleTest.Arrival> events = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Shape.class)
    void eventsOfEqualTimeBelongTogether(Shape shape) {
        event(5, "n1");
        event(5, "n1");

        // the two are one match, whichever is first
        assertThat(times(shape)).isEqualTo(shape == Shape.AWAY ? List.of() : List.of(5L));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void theVeryEndIsTooLateAsTheFirstEventLeavesThen(Shape shape) {
        event(0, "n1");
        event(60, "n1");

        assertThat(times(shape)).isEqualTo(shape == Shape.AWAY ? List.of(60L, 120L) : List.of());
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aMomentBeforeTheEndIsInTime(Shape shape) {
        event(0, "n1");
        event(59, "n1");

        assertThat(times(shape)).isEqualTo(List.of(shape == Shape.AWAY ? 119L : 59L));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aKeyThatIsMissingOrNullMeetsNothing(Shape shape) {
        event(0, null);
        events.add(arrival(1, 1, Map.of()));

        assertThat(times(shape)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, mode = Mode.EXCLUDE, names = "WINDOW")
    void anotherKeyIsAnotherMatch(Shape shape) {
        event(0, "n1");
        event(1, "n2");

        assertThat(times(shape)).isEqualTo(shape == Shape.AFTER ? List.of() : List.of(60L, 61L));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void anEventThatComesLateMeetsNoneThatHasLeft(Shape shape) {
        event(0, "n1");
        events.add(arrival(90, 30, Map.of("host", "n1")));

        // it happened in time, but the time of the session is that of acceptance
        assertThat(times(shape)).isEqualTo(shape == Shape.AWAY ? List.of(60L, 90L) : List.of());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void event(long second, @Nullable String host) {
        Map<String, @Nullable Object> payload = new HashMap<>();
        payload.put("host", host);
        events.add(arrival(second, second, payload));
    }

    private static RuleTest.Arrival arrival(long at, long occurred, Map<String, @Nullable Object> payload) {
        return new RuleTest.Arrival(
                seconds(at), seconds(occurred), Trigger.of(Ref.of("plant", "state"), Map.of()), payload);
    }

    /** {@return the seconds at which the rule asks for its action} */
    private List<Long> times(Shape shape) {
        String consequence = "\nthen\n    actions.request(\"plant.act\", java.util.Map.of());\nend\n";
        PackContent pack = Plant.programs(Map.of("a.drl", HEAD + shape.conditions + consequence));
        PackRules rules = PackRules.of(pack, pack.triggerTypes());
        assertThat(rules.problems()).isEmpty();
        RuleTest.Case wanted = new RuleTest.Case("c", 1, RuleTest.START, events, seconds(600), List.of(), null, null);
        try (RuleTrial trial =
                rules.trial(rules.find(Ref.of("plant", "tried")).orElseThrow(), Surroundings.offline(List.of(pack)))) {
            return trial.run(wanted).called().stream()
                    .map(called -> called.at().toSeconds())
                    .toList();
        }
    }
}
