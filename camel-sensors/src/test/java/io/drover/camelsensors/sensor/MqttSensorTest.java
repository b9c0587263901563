package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.camelsensors.testing.Broker;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MqttSensorTest extends MessageContract {
    private static final Ref IT = Ref.parse("plant.it");

    private static final String UNSAFE = """
            - route:
                id: it
                from:
                  uri: paho-mqtt5:{{topic}}/#
                  parameters: {brokerUrl: "{{broker}}", qos: 0}
                  steps:
                    - to: drover:trigger/plant.alert
            """;

    private final String topic = "alerts-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private MqttClient sender;

    @Override
    Plant pack() throws MqttException {
        sender = new MqttClient(Broker.shared().url("tcp"), "sender", new MemoryPersistence());
        return new Plant(folder, PATIENCE)
                .config("broker", Broker.shared().url("tcp"))
                .config("topic", topic)
                .file("it.camel.yaml", """
                        - route:
                            id: it
                            from:
                              uri: paho-mqtt5:{{topic}}/#
                              parameters: {brokerUrl: "{{broker}}", clientId: "drover-{{topic}}"}
                              steps:
                                - to: {uri: "drover:trigger/plant.alert", parameters: {dedupeKey: "${body[id]}"}}
                        """);
    }

    @Override
    @AfterEach
    void stop() throws Exception {
        super.stop();
        if (sender.isConnected()) {
            sender.disconnect();
        }
        sender.close();
    }

    @Override
    void send(String id, byte[] body) throws MqttException {
        publish("hall/1", body);
    }

    @Override
    void sendTwice(String id, String json) throws Exception {
        send(id, json);
        send(id, json);
    }

    @Override
    void takeSourceAway() throws Exception {
        if (sender.isConnected()) {
            sender.disconnect();
        }
        Broker.shared().stop();
    }

    @Override
    void bringSourceBack() throws Exception {
        Broker.shared().start();
    }

    @Test
    void tellsThatItsSourceIsAway() throws Exception {
        tellsWhetherItsSourceIsThere();
    }

    @Test
    void emitsAMessageWithItsTopic() throws MqttException {
        assertThat(plant.load()).isEmpty();
        publish("hall/1", "it is hot");

        Map<?, ?> payload = plant.events(1).get(0);

        assertThat(payload.get("body")).isEqualTo("it is hot");
        assertThat(String.valueOf(((Map<?, ?>) Objects.requireNonNull(payload.get("headers"))).get("CamelMqttTopic")))
                .endsWith("/hall/1");
        assertThat(plant.status("it").delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
    }

    @Test
    void takesAllThatCameWhileItWasSwitchedOff() throws MqttException {
        plant.load();
        publish("hall/1", "{\"n\": 0}");
        plant.events(1);
        plant.sensors.enable(IT, false);
        for (int n = 1; n <= 50; n++) {
            publish("hall/1", "{\"n\": " + n + "}");
        }

        plant.sensors.enable(IT, true);

        assertThat(plant.events(51)).hasSize(51).last().isEqualTo(Map.of("n", 50L));
    }

    @Test
    void promisesAtMostOnceForQualityOfServiceZero() {
        plant.file("it.camel.yaml", UNSAFE).load();

        assertThat(plant.status("it").delivery()).isEqualTo(SensorStatus.Delivery.AT_MOST_ONCE);
    }

    @Test
    void isTriedWhileStoppedOnlyWhereNoEventIsLostByIt() {
        plant.file("it.camel.yaml", UNSAFE).load(IT);

        assertThatThrownBy(() -> plant.sensors.tryOut(IT, 1, Duration.ofMillis(1), false))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("'consume'");
        assertThat(plant.sensors.tryOut(IT, 1, Duration.ofMillis(1), true)).isEmpty();
    }

    @Test
    void isTriedAgainUntilTheBrokerIsThere() throws MqttException {
        plant.config("broker", "tcp://127.0.0.1:1");
        assertThat(plant.load()).isEmpty();
        Await.until("a failed start", () -> plant.status("it").lastError() != null);
        assertThat(plant.status("it").state()).isEqualTo(SensorStatus.State.RETRYING);

        plant.config("broker", Broker.shared().url("tcp")).load();
        publish("hall/1", "{\"n\": 1}");

        assertThat(plant.events(1)).hasSize(1);
        assertThat(plant.status("it").state()).isEqualTo(SensorStatus.State.RUNNING);
    }

    private void publish(String subtopic, String body) throws MqttException {
        publish(subtopic, body.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String subtopic, byte[] body) throws MqttException {
        Await.until(
                "the sensor listened once, if it shall",
                () -> plant.status("it").state() != SensorStatus.State.RETRYING
                        || !plant.inbox.accepted().isEmpty());
        if (!sender.isConnected()) {
            sender.connect();
        }
        sender.publish(topic + "/" + subtopic, body, 1, false);
    }
}
