package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import java.util.List;
import org.apache.camel.Exchange;

/** Takes over what routes have for triggers. Called from many threads at once. */
public interface TriggerDoor {

    /**
     * Emits what the exchange holds and returns after the commit, also where all of it was refused for good.
     *
     * @param route the route that asks
     * @throws io.drover.model.error.DroverException where the same may succeed later; the source is then not acknowledged
     * @throws InterruptedException where the thread was told to stop
     */
    void emit(TriggerCall call, Ref route, Exchange exchange) throws InterruptedException;

    /**
     * Keeps a message that a route could not decode, and returns after the commit.
     *
     * @throws io.drover.model.error.DroverException where it could not be kept
     * @throws InterruptedException where the thread was told to stop
     */
    void bury(Ref route, Exchange exchange, List<String> reasons) throws InterruptedException;

    /** An exchange of the route ended with an exception, or its source failed. */
    void failed(Ref route, String message);
}
