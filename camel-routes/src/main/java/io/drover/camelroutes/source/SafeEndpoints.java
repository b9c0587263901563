package io.drover.camelroutes.source;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * What every endpoint of a pack's routes gets: the filter for headers from outside, a reader that deserializes no Java
 * object, and consumers that miss nothing.
 */
public final class SafeEndpoints extends LifecycleStrategySupport implements EndpointStrategy {
    private static final String MQTT = "paho-mqtt5:";

    /** Gives all that to the endpoints of a context, before it has any. */
    public static void in(CamelContext context) {
        SafeEndpoints safe = new SafeEndpoints();
        context.addLifecycleStrategy(safe);
        context.getCamelContextExtension().registerEndpointCallback(safe);
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        OutsideHeaders.filter(name, component);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        OutsideHeaders.filter(endpoint);
        DataOnlyBinding.use(endpoint);
        return uri.startsWith(MQTT) ? SteadyMqttEndpoint.of(endpoint) : endpoint;
    }
}
