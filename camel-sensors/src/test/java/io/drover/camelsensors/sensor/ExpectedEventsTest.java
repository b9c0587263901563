package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedEventsTest {
    private static final String ROUTE = """
            - route:
                id: alerts
                from:
                  uri: timer:alerts
                  parameters: {delay: 3600000}
                  steps:
                    - setBody: {constant: '{"tick": true}'}
                    - to: drover:trigger/plant.alert
            """;

    @TempDir
    Path folder;

    @Test
    void aSensorSaysHowOftenItsPackExpectsItsEvents() {
        try (Plant plant = new Plant(folder).file("alerts.camel.yaml", ROUTE)) {
            plant.metadata("routes", Map.of("alerts", Map.of("expect_every", "1h30m")));
            assertThat(plant.load()).isEmpty();
            Duration text = plant.status("alerts").type().expectEvery();
            plant.metadata("routes", Map.of("alerts", Map.of("expect_every", 90L)));
            assertThat(plant.load()).isEmpty();

            assertThat(text).isEqualTo(Duration.ofMinutes(90));
            assertThat(plant.status("alerts").type().expectEvery()).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @Test
    void whatIsNoLengthOfTimeIsAProblemAndTheRouteRunsAllTheSame() {
        try (Plant plant = new Plant(folder).file("alerts.camel.yaml", ROUTE)) {
            plant.metadata("routes", Map.of("alerts", Map.of("expect_every", "soon")));

            assertThat(plant.load()).singleElement().satisfies(problem -> {
                assertThat(problem.file()).isEqualTo("plant/pack.yaml");
                assertThat(problem.message()).contains("expect_every", "'alerts'", "'soon'", "10m");
            });
            assertThat(plant.status("alerts").type().expectEvery()).isNull();
        }
    }
}
