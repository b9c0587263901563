package io.drover.camelroutes.source;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * An MQTT source that misses nothing when it connects. Camel's own consumer connects before it listens: what the broker
 * sends in between is dropped by the client without an acknowledgement, and comes again only over a further connection.
 */
final class SteadyMqttEndpoint extends PahoMqtt5Endpoint {
    private SteadyMqttEndpoint(PahoMqtt5Endpoint original) {
        super(original.getEndpointUri(), original.getTopic(), original.getComponent(), original.getConfiguration());
        setBridgeErrorHandler(original.isBridgeErrorHandler());
        setExceptionHandler(original.getExceptionHandler());
        setExchangePattern(original.getExchangePattern());
    }

    /** {@return such an endpoint in the place of the given one; the given one where a route set its client itself} */
    static Endpoint of(Endpoint endpoint) {
        return endpoint instanceof PahoMqtt5Endpoint original
                        && !(endpoint instanceof SteadyMqttEndpoint)
                        && original.getClient() == null
                ? new SteadyMqttEndpoint(original)
                : endpoint;
    }

    @Override
    public CamelContext getCamelContext() {
        return getComponent().getCamelContext();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        PahoMqtt5Consumer consumer = new SteadyMqttConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    MqttConnectionOptions connection() {
        return createMqttConnectionOptions();
    }
}
