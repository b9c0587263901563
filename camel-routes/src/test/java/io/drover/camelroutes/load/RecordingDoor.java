package io.drover.camelroutes.load;

import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.model.pack.Ref;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;

/** Remembers what routes emitted, as {@code <route>:<body>}. */
final class RecordingDoor implements TriggerDoor {
    final List<String> emitted = new CopyOnWriteArrayList<>();

    @Override
    public void emit(TriggerCall call, Ref route, Exchange exchange) {
        emitted.add(route + ":" + exchange.getMessage().getBody(String.class));
    }

    @Override
    public void bury(Ref route, Exchange exchange, List<String> reasons) {
        emitted.add(route + ":buried");
    }

    @Override
    public void failed(Ref route, String message) {
        emitted.add(route + ":failed");
    }
}
