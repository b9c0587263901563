package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** The entrance of a route that carries out an action. */
public final class ActionConsumer extends DefaultConsumer {
    private final Ref action;
    private final Map<Ref, ActionConsumer> running;

    ActionConsumer(ActionEndpoint endpoint, Processor processor, Ref action, Map<Ref, ActionConsumer> running) {
        super(endpoint, processor);
        this.action = action;
        this.running = running;
    }

    /**
     * {@return an exchange to send through the route, whose body are the parameters; each is a variable, too}
     *
     * @param parameters values of the action's parameters
     * @param headers headers that go along
     */
    public Exchange exchange(Map<String, ? extends @Nullable Object> parameters, Map<String, Object> headers) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getIn().setBody(parameters);
        exchange.getIn().setHeaders(headers);
        parameters.forEach((name, value) -> {
            if (value != null) {
                exchange.setVariable(name, value);
            }
        });
        return exchange;
    }

    /** Sends an exchange through the route; the stage completes at the route's end, never exceptionally. */
    public CompletableFuture<Exchange> send(Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        try {
            createUoW(exchange);
        } catch (Exception e) {
            // what Camel's listeners throw is the action's failure, as what its steps throw is
            exchange.setException(e);
            done.complete(exchange);
            return done;
        }
        getAsyncProcessor().process(exchange, synchronously -> {
            doneUoW(exchange);
            done.complete(exchange);
        });
        return done;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        running.put(action, this);
    }

    @Override
    protected void doStop() throws Exception {
        running.remove(action, this);
        super.doStop();
    }
}
