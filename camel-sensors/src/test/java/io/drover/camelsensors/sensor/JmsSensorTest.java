package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.Broker;
import io.drover.camelsensors.testing.Plant;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The component {@code jms} over Artemis' own protocol. */
class JmsSensorTest implements QueueContract {
    private final String queue = QueueContract.freshQueue();

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() {
        plant = QueueContract.plant(
                folder,
                queue,
                "jms",
                ActiveMQJMSConnectionFactory.class.getName(),
                "brokerURL: " + Broker.shared().url("tcp"));
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    @Override
    public Plant plant() {
        return plant;
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public ConnectionFactory connections() {
        return new ActiveMQJMSConnectionFactory(Broker.shared().url("tcp"));
    }
}
