package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Broker;
import io.drover.camelsensors.testing.Mark;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.pack.Ref;
import io.drover.testkit.time.Await;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a sensor on a queue keeps, whatever protocol it speaks with the broker. The senders have nothing of Camel. */
abstract class QueueContract extends MessageContract {
    private static final String ROUTE = """
            - beans:
                - name: broker
                  type: {{factory}}
                  properties: {{{address}}}
            - route:
                id: it
                from:
                  uri: "{{component}}:queue:{{queue}}"
                  parameters: {connectionFactory: "#broker", receiveTimeout: 200}
                  steps:
                    - to: drover:trigger/plant.order
                    - choice:
                        when:
                          - simple: "${header.again} && ${header.JMSRedelivered} == false"
                            steps:
                              - throwException: {exceptionType: java.io.IOException, message: Later.}
            """;

    private final String queue = "queue-" + UUID.randomUUID();
    private final String component;
    private final String address;
    private final ConnectionFactory connections;

    /**
     * @param address the property of the factory with the broker's address
     * @param connections how the senders reach the broker
     */
    QueueContract(String component, String address, ConnectionFactory connections) {
        this.component = component;
        this.address = address;
        this.connections = connections;
    }

    @Override
    Plant pack() {
        return new Plant(folder, PATIENCE)
                .config("component", component)
                .config("queue", queue)
                .file(
                        "it.camel.yaml",
                        ROUTE.replace("{{factory}}", connections.getClass().getName())
                                .replace("{{address}}", address));
    }

    private void send(BiConsumer<JMSContext, JMSProducer> what) throws Exception {
        try (JMSContext context = connections.createContext()) {
            what.accept(context, context.createProducer());
        }
    }

    @Override
    void send(String id, String json) throws Exception {
        send((context, sender) -> sender.send(context.createQueue(queue), json));
    }

    @Override
    void send(String id, byte[] body) throws Exception {
        send((context, sender) -> sender.send(context.createQueue(queue), body));
    }

    @Override
    void sendTwice(String id, String json) throws Exception {
        send((context, sender) -> sender.setProperty("again", true).send(context.createQueue(queue), json));
    }

    @Override
    void takeSourceAway() throws Exception {
        Broker.shared().stop();
    }

    @Override
    void bringSourceBack() throws Exception {
        Broker.shared().start();
    }

    @Test
    void neverReadsASerializedObject() throws Exception {
        assertThat(plant.load()).isEmpty();

        send((context, sender) -> sender.send(context.createQueue(queue), new Mark()));
        send("good", "{\"id\": \"good\"}");

        assertThat(plant.ids(1)).containsExactly("good");
        assertThat(plant.inbox.letters()).hasSize(1);
        assertThat(plant.inbox.letters().get(0).reasons().get(0)).contains("serialized Java object");
        assertThat(Mark.left()).isZero();
    }

    @Test
    void neverReadsASerializedObjectToDecodeIt() throws Exception {
        String route = plant.file("it.camel.yaml");
        plant.file("it.camel.yaml", route.replace("- to: drover", "- unmarshal: {json: {}}\n        - to: drover"));
        assertThat(plant.load()).isEmpty();

        send((context, sender) -> sender.send(context.createQueue(queue), new Mark()));

        Await.until("there is a dead letter", () -> plant.inbox.letters().size() == 1);
        assertThat(plant.inbox.letters().get(0).reasons().get(0)).contains("serialized Java object");
        assertThat(Mark.left()).isZero();
    }

    @Test
    void letsNoPropertyOfTheSenderSteerCamel() throws Exception {
        plant.load();

        send((context, sender) -> sender.setProperty("cAmelEvil", "evil")
                .setProperty("area", "north")
                .send(context.createQueue(queue), "text"));

        Map<?, ?> headers =
                (Map<?, ?>) Objects.requireNonNull(plant.events(1).get(0).get("headers"));
        assertThat(headers.get("area")).isEqualTo("north");
        assertThat(headers.toString()).doesNotContain("evil");
    }

    @Test
    void takesWhatCameWhileItWasSwitchedOff() throws Exception {
        Ref it = Ref.parse("plant.it");
        plant.load(it);
        for (int n = 0; n < 20; n++) {
            send("" + n, "{\"id\": \"" + n + "\"}");
        }

        assertThat(plant.sensors.tryOut(it, 1, Duration.ofSeconds(10), false)).containsExactly(Map.of("id", "0"));
        plant.sensors.enable(it, true);

        assertThat(plant.ids(20)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void tellsOfAFailureAfterTheCommit() throws Exception {
        plant.load();

        sendTwice("a", "{\"id\": \"a\"}");

        Await.until(
                "the failure is told", () -> "Later.".equals(plant.status("it").lastError()));
    }
}
