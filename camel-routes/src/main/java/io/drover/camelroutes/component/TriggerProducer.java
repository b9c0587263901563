package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;

/** Hands exchanges to the door and returns after the commit. */
final class TriggerProducer extends DefaultProducer {
    private final TriggerCall call;
    private final TriggerDoor door;
    private final String pack;

    TriggerProducer(TriggerEndpoint endpoint, TriggerCall call, TriggerDoor door, String pack) {
        super(endpoint);
        this.call = call;
        this.door = door;
        this.pack = pack;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String route = ExchangeHelper.getAtRouteId(exchange);
        if (route == null) {
            throw new IllegalStateException(
                    "Expected a route around 'drover:trigger/" + call.trigger() + "', but there is none.");
        }
        door.emit(call, Ref.of(pack, route), exchange);
    }
}
