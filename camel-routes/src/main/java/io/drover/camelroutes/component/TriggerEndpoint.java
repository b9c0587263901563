package io.drover.camelroutes.component;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code drover:trigger/<ref>}: events end here. */
final class TriggerEndpoint extends DefaultEndpoint {
    private final TriggerCall call;
    private final TriggerDoor door;
    private final String pack;

    TriggerEndpoint(String uri, DroverComponent component, TriggerCall call, TriggerDoor door, String pack) {
        super(uri, component);
        this.call = call;
        this.door = door;
        this.pack = pack;
    }

    @Override
    public Producer createProducer() {
        return new TriggerProducer(this, call, door, pack);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                DroverComponent.triggerInFrom(DroverComponent.TRIGGER + call.trigger()));
    }
}
