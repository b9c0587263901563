package io.drover.camelroutes.load;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a route is doing.
 *
 * @param file as in {@link io.drover.model.pack.RouteFile#file()}
 * @param triggers where it ends; empty for a route that is no sensor
 * @param consumes whether its source has something that taking takes away
 * @param everyNode whether it runs on every node; else, where it is a sensor, on one at a time
 * @param lastError why it did not start or does not reach its source; null where it does
 */
public record RouteReport(
        Ref ref,
        String file,
        @Nullable String description,
        List<Ref> triggers,
        SensorStatus.State state,
        SensorStatus.Delivery delivery,
        boolean consumes,
        boolean everyNode,
        @Nullable String lastError) {
    public RouteReport {
        triggers = List.copyOf(triggers);
    }

    public boolean isSensor() {
        return !triggers.isEmpty();
    }
}
