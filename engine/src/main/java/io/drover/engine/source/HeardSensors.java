package io.drover.engine.source;

import io.drover.engine.api.Metric;
import io.drover.engine.api.SensorControl;
import io.drover.model.access.Principal;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sensors with when they were heard last, on whichever node and in whichever life, and when they are expected again. */
public record HeardSensors(SensorControl sensors, HeardSources sources) implements SensorControl {
    private static final double MILLIS = 1e3;

    @Override
    public List<SensorStatus> list() {
        Map<String, SourceHealth> heard = sources.all();
        return sensors.list().stream()
                .map(status -> status.heard(heard.get(status.type().ref().toString())))
                .toList();
    }

    @Override
    public Optional<SensorStatus> find(String refOrId) {
        return sensors.find(refOrId).map(this::heard);
    }

    @Override
    public SensorStatus enable(String refOrId, boolean on, Principal by) {
        return heard(sensors.enable(refOrId, on, by));
    }

    private SensorStatus heard(SensorStatus status) {
        return status.heard(sources.all().get(status.type().ref().toString()));
    }

    @Override
    public List<Map<String, @Nullable Object>> tryOut(String refOrId, int limit, Duration wait, boolean consume) {
        return sensors.tryOut(refOrId, limit, wait, consume);
    }

    /** {@return how this node hears its sensors; asks no database} */
    public List<Metric> metrics() {
        return metrics(sensors.list(), sources);
    }

    static List<Metric> metrics(List<SensorStatus> sensors, HeardSources sources) {
        Map<String, Double> last = new TreeMap<>();
        Map<String, Double> cadence = new TreeMap<>();
        for (SensorStatus status : sensors) {
            String name = status.type().ref().toString();
            SensorStatus heard = status.heard(sources.here(name));
            Instant lastAt = heard.lastEventAt();
            Duration every = heard.cadence();
            if (lastAt != null) {
                last.put(name, lastAt.toEpochMilli() / MILLIS);
            }
            if (every != null && isExpectedHere(heard)) {
                cadence.put(name, every.toMillis() / MILLIS);
            }
        }
        return List.of(
                Metric.by(
                        "sensor",
                        "drover_sensor_last_event_timestamp_seconds",
                        Metric.Type.GAUGE,
                        "When this node accepted the last event of a sensor, in seconds since 1970.",
                        last),
                Metric.by(
                        "sensor",
                        "drover_sensor_cadence_seconds",
                        Metric.Type.GAUGE,
                        "How often a sensor that runs here is expected to be heard, as its pack says or as was learnt.",
                        cadence));
    }

    private static boolean isExpectedHere(SensorStatus sensor) {
        return sensor.type().enabled() && sensor.state() != SensorStatus.State.STANDBY;
    }
}
