package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.KafkaBroker;
import io.drover.camelsensors.testing.Plant;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The component {@code kafka} against a Kafka broker. */
class KafkaSensorTest extends MessageContract {
    private static final String ROUTE = """
            - route:
                id: it
                from:
                  uri: kafka:{{topic}}
                  parameters:
                    brokers: "{{brokers}}"
                    groupId: "{{topic}}"
                    pollTimeoutMs: 200
                    metadataMaxAgeMs: 500
                    valueDeserializer: org.apache.kafka.common.serialization.ByteArrayDeserializer
                  steps:
                    - to: drover:trigger/plant.measure
            """;

    @TempDir
    static Path data;

    private static KafkaBroker broker;

    private final String topic = "topic-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new KafkaBroker(data);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Override
    Plant pack() {
        return new Plant(folder, PATIENCE)
                .config("brokers", broker.address())
                .config("topic", topic)
                .file("it.camel.yaml", ROUTE);
    }

    @Override
    void send(String id, byte[] body) throws Exception {
        try (KafkaProducer<String, byte[]> sender =
                new KafkaProducer<>(broker(), new StringSerializer(), new ByteArraySerializer())) {
            sender.send(new ProducerRecord<>(topic, body)).get();
        }
    }

    /** The offset of the group is set back, as an operator can do. */
    @Override
    void sendTwice(String id, String json) throws Exception {
        Ref it = Ref.parse("plant.it");
        send(id, json);
        plant.ids(1);
        plant.sensors.enable(it, false);
        try (Admin admin = Admin.create(broker())) {
            admin.alterConsumerGroupOffsets(topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        plant.sensors.enable(it, true);
    }

    @Override
    void takeSourceAway() {
        broker.close();
    }

    @Override
    void bringSourceBack() {
        broker.start();
    }

    private static Map<String, Object> broker() {
        return Map.of("bootstrap.servers", broker.address());
    }
}
