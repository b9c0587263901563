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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over Artemis' own protocol with the component {@code jms}, and over AMQP 1.0 with {@code amqp}. */
class JmsSensorTest {
    private static final String ROUTE = """
            - beans:
                - name: broker
                  type: {{factory}}
                  properties: {{{address}}: "{{broker}}"}
            - route:
                id: orders
                from:
                  uri: "{{component}}:queue:{{queue}}"
                  parameters: {connectionFactory: "#broker"}
                  steps:
                    - to: drover:trigger/plant.order
            """;
    private static final String FAILS_AFTERWARDS = """
                    - choice:
                        when:
                          - simple: "${header.JMSRedelivered} == false"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: Later.}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "jms,org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory,tcp",
        "amqp,org.apache.qpid.jms.JmsConnectionFactory,amqp"
    })
    void emitsEachMessageOnceThroughFailuresAndRestarts(String component, String factory, String scheme)
            throws Exception {
        try (Plant plant = plant(component, factory, scheme, ROUTE)) {
            assertThat(plant.load()).isEmpty();
            assertThat(plant.status("orders").delivery()).isEqualTo(SensorStatus.Delivery.AT_LEAST_ONCE);
            send(plant, component, "{\"n\": 1}");
            assertThat(plant.events(1)).containsExactly(Map.of("n", 1L));

            // longer than a call waits: rolled back and delivered again
            plant.inbox.fail(6, ErrorCode.UNAVAILABLE);
            send(plant, component, "{\"n\": 2}");
            assertThat(plant.events(2)).last().isEqualTo(Map.of("n", 2L));

            Broker.shared().restart();
            send(plant, component, "{\"n\": 3}");
            assertThat(plant.events(3)).last().isEqualTo(Map.of("n", 3L));

            send(plant, component, "{\"bad\": true}");
            send(plant, component, "{\"n\": 4}");
            assertThat(plant.events(4)).last().isEqualTo(Map.of("n", 4L));
            Await.until("a dead letter", () -> plant.inbox.letters().size() == 1);
            assertThat(plant.inbox.letters().get(0).identity()).startsWith("ID:");
            assertThat(plant.inbox.accepted()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jms,org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory,tcp",
        "amqp,org.apache.qpid.jms.JmsConnectionFactory,amqp"
    })
    void knowsAMessageThatComesAgainAfterItsCommit(String component, String factory, String scheme) {
        try (Plant plant = plant(component, factory, scheme, ROUTE + FAILS_AFTERWARDS)) {
            assertThat(plant.load()).isEmpty();

            send(plant, component, "{\"n\": 1}");

            Await.until("a duplicate", () -> plant.inbox.duplicates() == 1);
            assertThat(plant.inbox.accepted()).hasSize(1);
            Await.until(
                    "the failure is told",
                    () -> "Later.".equals(plant.status("orders").lastError()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jms,org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory,tcp",
        "amqp,org.apache.qpid.jms.JmsConnectionFactory,amqp"
    })
    void letsNoPropertyOfTheSenderSteerCamel(String component, String factory, String scheme) {
        try (Plant plant = plant(component, factory, scheme, ROUTE)) {
            plant.load();
            sender(plant).sendBodyAndHeaders(address(component), "text", Map.of("cAmelEvil", "evil", "area", "north"));

            Map<?, ?> headers =
                    (Map<?, ?>) Objects.requireNonNull(plant.events(1).get(0).get("headers"));

            assertThat(headers.get("area")).isEqualTo("north");
            assertThat(headers.toString()).doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @CsvSource("jms,org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory,tcp")
    void takesWhatCameWhileItWasSwitchedOff(String component, String factory, String scheme) {
        try (Plant plant = plant(component, factory, scheme, ROUTE)) {
            Ref orders = Ref.parse("plant.orders");
            plant.load(orders);
            for (int n = 0; n < 20; n++) {
                send(plant, component, "{\"n\": " + n + "}");
            }

            assertThat(plant.sensors.tryOut(orders, 1, Duration.ofSeconds(10), false))
                    .containsExactly(Map.of("n", 0L));
            plant.sensors.enable(orders, true);

            assertThat(plant.events(20)).hasSize(20);
        }
    }

    private Plant plant(String component, String factory, String scheme, String route) {
        return new Plant(folder, null, Duration.ofMillis(200))
                .config("component", component)
                .config("queue", "orders-" + UUID.randomUUID())
                .config("broker", Broker.shared().url(scheme))
                .file(
                        "orders.camel.yaml",
                        route.replace("{{factory}}", factory)
                                .replace("{{address}}", component.equals("jms") ? "brokerURL" : "remoteURI"));
    }

    private static void send(Plant plant, String component, String body) {
        sender(plant).sendBody(address(component), body);
    }

    private static ProducerTemplate sender(Plant plant) {
        return plant.routes.producer("plant", Map.of());
    }

    private static String address(String component) {
        return component + ":queue:{{queue}}?connectionFactory=#broker";
    }
}
