package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Await;
import io.drover.camelsensors.testing.Broker;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSensorTest {
    private static final Ref ALERTS = Ref.parse("plant.alerts");

    @TempDir
    Path folder;

    private Plant plant;
    private @Nullable ProducerTemplate sender;

    @BeforeEach
    void start() {
        String topic = "alerts-" + UUID.randomUUID();
        plant = new Plant(folder, null, Duration.ofMillis(200))
                .config("broker", Broker.shared().url("tcp"))
                .config("topic", topic)
                .file("alerts.camel.yaml", """
                        - route:
                            id: alerts
                            from:
                              uri: paho-mqtt5:{{topic}}/#
                              parameters: {brokerUrl: "{{broker}}", clientId: "drover-{{topic}}"}
                              steps:
                                - to: drover:trigger/plant.alert
                        """);
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @Test
    void emitsAMessageWithItsTopic() {
        assertThat(plant.load()).isEmpty();
        publish("hall/1", "it is hot");

        Map<?, ?> payload = plant.events(1).get(0);

        assertThat(payload.get("body")).isEqualTo("it is hot");
        assertThat(String.valueOf(((Map<?, ?>) Objects.requireNonNull(payload.get("headers"))).get("CamelMqttTopic")))
                .endsWith("/hall/1");
        assertThat(plant.status("alerts").delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
    }

    @Test
    void emitsOnceWhatCouldNotBeCommittedForLong() {
        plant.load();
        plant.inbox.fail(6, ErrorCode.UNAVAILABLE);

        publish("hall/1", "{\"n\": 1}");
        assertThat(plant.events(1)).containsExactly(Map.of("n", 1L));
        publish("hall/1", "{\"n\": 2}");

        assertThat(plant.events(2)).containsExactly(Map.of("n", 1L), Map.of("n", 2L));
        assertThat(plant.inbox.failed()).isEqualTo(6);
        assertThat(plant.status("alerts").errors()).isPositive();
    }

    @Test
    void takesAllThatCameWhileItWasSwitchedOff() {
        plant.load();
        publish("hall/1", "{\"n\": 0}");
        plant.events(1);
        plant.sensors.enable(ALERTS, false);
        for (int n = 1; n <= 50; n++) {
            publish("hall/1", "{\"n\": " + n + "}");
        }

        plant.sensors.enable(ALERTS, true);

        assertThat(plant.events(51)).hasSize(51).last().isEqualTo(Map.of("n", 50L));
    }

    @Test
    void goesOnAfterARestartOfTheBroker() throws Exception {
        plant.load();
        publish("hall/1", "{\"n\": 1}");
        plant.events(1);

        Broker.shared().restart();
        sender = null;
        publish("hall/1", "{\"n\": 2}");

        Await.until("the second message", () -> plant.events(1).contains(Map.of("n", 2L)));
    }

    @Test
    void keepsARefusedMessageAsADeadLetterAndIsNotAskedAgain() {
        plant.load();

        publish("hall/1", "{\"bad\": true}");
        publish("hall/1", "{\"n\": 1}");

        plant.events(1);
        assertThat(plant.inbox.letters()).hasSize(1);
        plant.sensors.enable(ALERTS, false);
        plant.sensors.enable(ALERTS, true);
        publish("hall/1", "{\"n\": 2}");
        plant.events(2);
        assertThat(plant.inbox.letters()).hasSize(1);
    }

    @Test
    void acceptsAMessageThatIsSentTwiceOnceByItsKey() {
        plant.file("alerts.camel.yaml", """
                - route:
                    id: alerts
                    from:
                      uri: paho-mqtt5:{{topic}}/#
                      parameters: {brokerUrl: "{{broker}}", clientId: "drover-{{topic}}", qos: 2}
                      steps:
                        - to: {uri: "drover:trigger/plant.alert", parameters: {dedupeKey: "${body[id]}"}}
                """);
        assertThat(plant.load()).isEmpty();

        publish("hall/1", "{\"id\": \"a\"}");
        publish("hall/1", "{\"id\": \"a\"}");

        Await.until("a duplicate", () -> plant.inbox.duplicates() == 1);
        assertThat(plant.inbox.accepted()).hasSize(1);
    }

    @Test
    void promisesAtMostOnceForQualityOfServiceZero() {
        plant.file("alerts.camel.yaml", """
                - route:
                    id: alerts
                    from:
                      uri: paho-mqtt5:{{topic}}/#
                      parameters: {brokerUrl: "{{broker}}", qos: 0}
                      steps:
                        - to: drover:trigger/plant.alert
                """);
        plant.load();

        assertThat(plant.status("alerts").delivery()).isEqualTo(SensorStatus.Delivery.AT_MOST_ONCE);
    }

    @Test
    void isTriedAgainUntilTheBrokerIsThere() {
        plant.config("broker", "tcp://127.0.0.1:1");
        assertThat(plant.load()).isEmpty();
        Await.until("a failed start", () -> plant.status("alerts").lastError() != null);
        assertThat(plant.status("alerts").state()).isEqualTo(SensorStatus.State.RETRYING);

        plant.config("broker", Broker.shared().url("tcp")).load();
        publish("hall/1", "{\"n\": 1}");

        assertThat(plant.events(1)).hasSize(1);
        assertThat(plant.status("alerts").state()).isEqualTo(SensorStatus.State.RUNNING);
    }

    private void publish(String subtopic, String body) {
        Await.until(
                "the sensor runs, if it shall", () -> plant.status("alerts").state() != SensorStatus.State.RETRYING);
        ProducerTemplate template = sender;
        if (template == null) {
            template =
                    plant.routes.producer("plant", Map.of()).getCamelContext().createProducerTemplate();
            sender = template;
        }
        template.sendBody("paho-mqtt5:{{topic}}/" + subtopic + "?brokerUrl={{broker}}&qos=1&retained=false", body);
    }
}
