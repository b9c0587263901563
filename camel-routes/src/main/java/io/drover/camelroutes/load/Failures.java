package io.drover.camelroutes.load;

import io.drover.camelroutes.component.TriggerDoor;
import io.drover.model.pack.Ref;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Tells of exchanges that ended with an exception, and gives a source a new connection where it needs one. */
final class Failures implements RoutePolicyFactory {
    private final String pack;
    private final RouteRuns runs;
    private final TriggerDoor door;

    Failures(String pack, RouteRuns runs, TriggerDoor door) {
        this.pack = pack;
        this.runs = runs;
        this.door = door;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                if (exchange.isFailed()) {
                    Throwable cause = exchange.getException();
                    String message = cause == null || cause.getMessage() == null ? "It failed." : cause.getMessage();
                    door.failed(Ref.of(pack, done.getId()), message);
                    runs.find(done.getId()).ifPresent(RouteRun::exchangeFailed);
                }
            }
        };
    }
}
