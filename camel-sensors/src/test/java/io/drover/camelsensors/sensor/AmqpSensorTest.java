package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.Broker;
import io.drover.camelsensors.testing.Plant;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The component {@code amqp} over AMQP 1.0. */
class AmqpSensorTest implements QueueContract {
    private final String queue = QueueContract.freshQueue();

    @TempDir
    Path folder;

    private Plant plant;

    @BeforeEach
    void start() {
        plant = QueueContract.plant(
                folder,
                queue,
                "amqp",
                JmsConnectionFactory.class.getName(),
                "remoteURI: " + Broker.shared().url("amqp"));
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
        return new JmsConnectionFactory(Broker.shared().url("amqp"));
    }
}
