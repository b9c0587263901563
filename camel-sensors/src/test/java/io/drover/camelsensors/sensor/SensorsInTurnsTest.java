package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus.State;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors that run on one node at a time, on a node that is told which are its own. */
class SensorsInTurnsTest {
    private static final Ref TICK = Ref.parse("plant.tick");
    private static final String ROUTE = """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: {delay: 0, period: 30}
                  steps:
                    - setBody: {constant: '{"tick": true}'}
                    - to: drover:trigger/plant.tick
            """;

    private static final int SENSORS = 12;
    /** Emits at once, and is not done for a minute then. */
    private static final String HANGS = ROUTE.replace("id: tick", "id: NAME").replace("timer:tick", "timer:NAME")
            + "        - delay: {constant: 60000}\n";

    @Test
    void standsByUntilItIsHeldHereAndAgainWhenItIsNotAnyMore(@TempDir Path folder) {
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            plant.sensors.hold(Set.of());
            assertThat(plant.load()).isEmpty();
            State before = plant.status("tick").state();

            plant.sensors.hold(Set.of(TICK));
            plant.events(2);
            State held = plant.status("tick").state();
            plant.sensors.hold(Set.of());
            int emitted = plant.inbox.accepted().size();

            assertThat(before).isEqualTo(State.STANDBY);
            assertThat(held).isEqualTo(State.RUNNING);
            assertThat(plant.status("tick").state()).isEqualTo(State.STANDBY);
            assertThat(plant.status("tick").everyNode()).isFalse();
            assertThat(plant.inbox.accepted()).hasSize(emitted);
        }
    }

    @Test
    void runsOnWhenItsFileChangesWhileItIsHeldAndStandsByOtherwise(@TempDir Path folder) {
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            plant.sensors.hold(Set.of(TICK));
            plant.load();
            plant.events(1);

            plant.file("tick.camel.yaml", ROUTE.replace("true}", "2}")).load();
            Await.until(
                    "the new version emits",
                    () -> plant.inbox.accepted().stream()
                            .anyMatch(emission -> emission.payload().equals(Map.of("tick", 2L))));
            plant.sensors.hold(Set.of());
            plant.file("tick.camel.yaml", ROUTE.replace("true}", "3}")).load();

            assertThat(plant.status("tick").state()).isEqualTo(State.STANDBY);
        }
    }

    @Test
    void aSensorThatIsSwitchedOffDoesNotStartWhenItIsHeld(@TempDir Path folder) {
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            plant.sensors.hold(Set.of());
            plant.load(TICK);

            plant.sensors.hold(Set.of(TICK));
            State off = plant.status("tick").state();
            plant.sensors.enable(TICK, true);

            assertThat(off).isEqualTo(State.STOPPED);
            plant.events(1);
            plant.sensors.hold(Set.of());
            plant.sensors.enable(TICK, false);
            plant.sensors.enable(TICK, true);
            assertThat(plant.status("tick").state()).isEqualTo(State.STANDBY);
        }
    }

    @Test
    void manySensorsStopInTheTimeOfOneThoughEachHasSomethingUnderWayThatDoesNotEnd(@TempDir Path folder) {
        try (Plant plant = new Plant(folder)) {
            Set<Ref> all = new HashSet<>();
            for (int i = 0; i < SENSORS; i++) {
                plant.file(i + ".camel.yaml", HANGS.replace("NAME", "hangs" + i));
                all.add(Ref.of("plant", "hangs" + i));
            }
            plant.sensors.hold(all);
            assertThat(plant.load()).isEmpty();
            plant.events(SENSORS);

            long begun = System.nanoTime();
            plant.sensors.hold(Set.of());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(took).isLessThan(Duration.ofSeconds(6));
            assertThat(plant.sensors.list())
                    .hasSize(SENSORS)
                    .allSatisfy(status -> assertThat(status.state()).isEqualTo(State.STANDBY));
            Await.until(
                    "all have stopped",
                    () -> all.stream()
                            .allMatch(sensor -> plant.context()
                                    .getRouteController()
                                    .getRouteStatus(sensor.name())
                                    .isStopped()));
        }
    }

    @Test
    void thePackSaysWhetherASensorRunsOnEveryNode(@TempDir Path folder) {
        try (Plant plant = new Plant(folder)
                .file("tick.camel.yaml", ROUTE)
                .metadata("routes", Map.of("tick", Map.of("every-node", true)))) {
            plant.sensors.hold(Set.of());
            plant.load();

            plant.events(1);

            assertThat(plant.status("tick").everyNode()).isTrue();
            plant.metadata("routes", Map.of("tick", Map.of("every-node", "perhaps")));
            assertThat(plant.load())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .contains("'every-node'")
                            .contains("'perhaps'"));
        }
    }
}
