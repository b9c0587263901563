package io.drover.camelsensors.testing;

import io.drover.testkit.net.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker that is its own controller and keeps its messages over a restart. */
public final class KafkaBroker implements AutoCloseable {
    private final Properties settings = new Properties();
    private final String address;
    private KafkaRaftServer server;

    /** @param folder where it keeps its messages */
    public KafkaBroker(Path folder) throws Exception {
        String data = Files.createDirectory(folder.resolve("kafka")).toString();
        address = freeAddress();
        String controller = freeAddress();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
        settings.put("log.dirs", data);
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data)
                .addDirectory(data)
                .run();
        start();
    }

    /** {@return host and port} */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Starts the broker, again with what it had when it was closed. */
    public void start() {
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
    }

    private static String freeAddress() {
        return "127.0.0.1:" + FreePort.choose();
    }
}
