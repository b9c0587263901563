package io.drover.model.trigger;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that a pack declares.
 *
 * @param entryPoint the file it lives in, relative to the pack
 * @param pollInterval seconds, null where it does not poll
 * @param triggerTypes what it announces
 * @param host what runs it
 * @param expectEvery how long after an event the next one is there at the latest, as its pack says; null where it says nothing
 */
public record SensorType(
        Ref ref,
        @Nullable String description,
        boolean enabled,
        String entryPoint,
        @Nullable Integer pollInterval,
        List<Ref> triggerTypes,
        @Nullable String metadataFile,
        Host host,
        @Nullable Duration expectEvery) {

    /** What runs a sensor. */
    public enum Host {
        /** A Camel route. */
        ROUTE,
        /** A Python class; it waits until a host for Python sensors is there. */
        PYTHON
    }

    public SensorType {
        triggerTypes = List.copyOf(triggerTypes);
    }

    /** A sensor of which nobody says how often it is heard. */
    public SensorType(
            Ref ref,
            @Nullable String description,
            boolean enabled,
            String entryPoint,
            @Nullable Integer pollInterval,
            List<Ref> triggerTypes,
            @Nullable String metadataFile,
            Host host) {
        this(ref, description, enabled, entryPoint, pollInterval, triggerTypes, metadataFile, host, null);
    }

    /** {@return this sensor, switched on or off} */
    public SensorType switched(boolean on) {
        return new SensorType(
                ref, description, on, entryPoint, pollInterval, triggerTypes, metadataFile, host, expectEvery);
    }

    public String id() {
        return Kind.SENSOR.id(ref);
    }

    public String uid() {
        return Kind.SENSOR.uid(ref);
    }
}
