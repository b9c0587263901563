package io.drover.camelroutes.load;

import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.value.SerializedObject;
import io.drover.model.pack.Ref;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.Model;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * A message that an {@code unmarshal} step of a sensor cannot decode will never be decoded: it is kept as a dead letter,
 * and the route ends as if all went well, so that the source does not deliver it for ever.
 */
final class Decoding implements InterceptStrategy {
    private final String pack;
    private final TriggerDoor door;

    Decoding(String pack, TriggerDoor door) {
        this.pack = pack;
        this.door = door;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return definition instanceof UnmarshalDefinition ? new Guarded(target) : target;
    }

    private final class Guarded extends DelegateAsyncProcessor {
        Guarded(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Object encoded = exchange.getMessage().getBody();
            return super.process(exchange, synchronously -> {
                String route = ExchangeHelper.getAtRouteId(exchange);
                Exception refused = exchange.getException();
                if (refused != null && route != null && DroverSteps.isSensor(model(exchange), route)) {
                    exchange.setException(null);
                    exchange.getMessage().setBody(encoded);
                    String reason = encoded instanceof SerializedObject
                            ? encoded.toString()
                            : "It cannot be decoded: " + refused.getMessage();
                    bury(exchange, Ref.of(pack, route), reason);
                }
                callback.done(synchronously);
            });
        }

        private void bury(Exchange exchange, Ref route, String reason) {
            try {
                door.bury(route, exchange, List.of(reason));
                exchange.setRouteStop(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            } catch (RuntimeException e) {
                // whatever kept it from being kept is the exchange's failure, so that its source delivers it again
                exchange.setException(e);
            }
        }

        private static Model model(Exchange exchange) {
            return exchange.getContext().getCamelContextExtension().getContextPlugin(Model.class);
        }
    }
}
