package io.drover.camelactions.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelactions.testing.Call;
import io.drover.camelroutes.component.TriggerCall;
import io.drover.camelroutes.component.TriggerDoor;
import io.drover.camelroutes.load.PackRoutes;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Ref;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus;
import io.drover.testkit.time.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** The pack {@code test} with its routes, and the runner that sends through them. */
final class RouteActions implements AutoCloseable {
    private final PackRoutes routes = new PackRoutes(new NoTriggers(), null);
    private final CamelRunner runner = new CamelRunner(routes);

    Call call() {
        return new Call(runner);
    }

    /** Loads a route file into the pack and waits until its routes run. */
    void load(Path folder, Map<String, String> config, String text) {
        Pack pack = new Pack("test", "test", "1.0.0", null, null, Map.of(), folder, List.of());
        RouteFile file = new RouteFile("test/routes/it.camel.yaml", folder.resolve("routes/it.camel.yaml"), text);
        assertThat(routes.load(pack, Map.copyOf(config), List.of(file), List.of(), Set.of()))
                .isEmpty();
        Await.until(
                "the routes run",
                () -> routes.list().stream().allMatch(route -> route.state() == SensorStatus.State.RUNNING));
    }

    /** Waits until all exchanges have ended, those that were given up, too. */
    void awaitIdle() {
        CamelContext context = routes.producer("test", Map.of()).getCamelContext();
        Await.until(
                "no exchange is under way",
                () -> context.getInflightRepository().size() == 0);
    }

    @Override
    public void close() {
        runner.close();
        routes.close();
    }

    /** Nothing is emitted here. */
    private static final class NoTriggers implements TriggerDoor {
        @Override
        public void emit(TriggerCall call, Ref route, Exchange exchange) {
            throw new IllegalStateException("Nothing is emitted here.");
        }

        @Override
        public void bury(Ref route, Exchange exchange, List<String> reasons) {
            throw new IllegalStateException("Nothing is buried here.");
        }

        @Override
        public void failed(Ref route, String message) {
            // told by the result of the action
        }
    }
}
