package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code drover:action/<ref>}: a route that carries out an action begins here. */
final class ActionEndpoint extends DefaultEndpoint {
    private final Ref action;
    private final Map<Ref, ActionConsumer> running;

    ActionEndpoint(String uri, DroverComponent component, Ref action, Map<Ref, ActionConsumer> running) {
        super(uri, component);
        this.action = action;
        this.running = running;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(DroverComponent.actionAsStep(DroverComponent.ACTION + action));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ActionConsumer consumer = new ActionConsumer(this, processor, action, running);
        configureConsumer(consumer);
        return consumer;
    }
}
