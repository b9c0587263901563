package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.Broker;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;

/** The component {@code jms} over Artemis' own protocol. */
class JmsSensorTest extends QueueContract {
    private static final String BROKER = Broker.shared().url("tcp");

    JmsSensorTest() {
        super("jms", "brokerURL: " + BROKER, new ActiveMQJMSConnectionFactory(BROKER));
    }
}
