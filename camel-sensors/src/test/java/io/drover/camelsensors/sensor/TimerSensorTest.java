package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorWatch;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimerSensorTest {
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

    @Test
    void emitsAndPromisesNoMoreThanAtMostOnce(@TempDir Path folder) {
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            assertThat(plant.load()).isEmpty();

            assertThat(plant.events(3)).contains(Map.of("tick", true));
            assertThat(plant.status("tick").delivery()).isEqualTo(SensorStatus.Delivery.AT_MOST_ONCE);
        }
    }

    @Test
    void goesOnAfterACommitThatFails(@TempDir Path folder) {
        try (Plant plant = new Plant(folder, Duration.ofMillis(20)).file("tick.camel.yaml", ROUTE)) {
            plant.inbox.fail(1, ErrorCode.UNAVAILABLE);
            plant.load();

            plant.events(1);

            Await.until("the error is counted", () -> plant.status("tick").errors() >= 1);
        }
    }

    @Test
    void neverEmitsATickAgainWhoseCommitFailed(@TempDir Path folder) {
        String counted = ROUTE.replace("period: 30", "period: 30, includeMetadata: true")
                .replace("constant: '{\"tick\": true}'", "simple: '{\"tick\": ${exchangeProperty.CamelTimerCounter}}'");
        try (Plant plant = new Plant(folder, Duration.ofMillis(20)).file("tick.camel.yaml", counted)) {
            plant.inbox.fail(1, ErrorCode.UNAVAILABLE);
            assertThat(plant.load()).isEmpty();

            assertThat(plant.events(3))
                    .startsWith(Map.of("tick", 2L), Map.of("tick", 3L), Map.of("tick", 4L))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void isTriedWhileStopped(@TempDir Path folder) {
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            Ref tick = Ref.parse("plant.tick");
            plant.load(tick);

            assertThat(plant.sensors.tryOut(tick, 2, Duration.ofSeconds(10), false))
                    .hasSize(2);
            assertThat(plant.inbox.accepted()).isEmpty();
        }
    }

    @Test
    void whoWatchesIsToldOfStartsAndEnds(@TempDir Path folder) {
        List<String> told = new CopyOnWriteArrayList<>();
        Ref tick = Ref.parse("plant.tick");
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", ROUTE)) {
            plant.sensors.watch(writing(told));
            plant.load();
            plant.sensors.enable(tick, false);
            plant.sensors.enable(tick, true);
        }

        assertThat(told)
                .containsExactly(
                        "plant.tick of plant/routes/tick.camel.yaml",
                        "plant.tick ended",
                        "plant.tick of plant/routes/tick.camel.yaml",
                        "plant.tick ended");
    }

    @Test
    void whoWatchesIsToldOnceOfASensorThatDoesNotStart(@TempDir Path folder) {
        List<String> told = new CopyOnWriteArrayList<>();
        String away = ROUTE.replace("timer:tick", "file:" + folder.resolve("away"))
                .replace("{delay: 0, period: 30}", "{autoCreate: false, startingDirectoryMustExist: true}");
        try (Plant plant = new Plant(folder).file("tick.camel.yaml", away)) {
            plant.sensors.watch(writing(told));
            plant.load();

            Await.until("it was told", () -> !told.isEmpty());
            Await.until("it is tried again", () -> plant.status("tick").state() == SensorStatus.State.RETRYING);
        }

        assertThat(told).containsExactly("plant.tick failed");
    }

    private static SensorWatch writing(List<String> told) {
        return new SensorWatch() {
            @Override
            public void started(Ref sensor, String file) {
                told.add(sensor + " of " + file);
            }

            @Override
            public void ended(Ref sensor, boolean failed) {
                told.add(sensor + (failed ? " failed" : " ended"));
            }
        };
    }
}
