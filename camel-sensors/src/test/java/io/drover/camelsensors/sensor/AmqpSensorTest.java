package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.Broker;
import org.apache.qpid.jms.JmsConnectionFactory;

/** The component {@code amqp} over AMQP 1.0. */
class AmqpSensorTest extends QueueContract {
    private static final String BROKER = Broker.shared().url("amqp");

    AmqpSensorTest() {
        super("amqp", "remoteURI: " + BROKER, new JmsConnectionFactory(BROKER));
    }
}
