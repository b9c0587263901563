package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.SensorControl;
import io.drover.model.error.DroverException;
import io.drover.model.trigger.SensorStatus;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.PackShapes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sensors: how they are doing, on and off, and what they would emit. */
public final class SensorOperations {
    private static final int ALL = -1;
    private static final int MOST_PAYLOADS = 100;
    private static final int LONGEST_WAIT = 30;
    private static final int WAIT = 10;
    private static final Set<String> TRY = Set.of("limit", "wait", "consume");

    private final SensorControl sensors;
    private final Catalog catalog;

    public SensorOperations(SensorControl sensors, Catalog catalog) {
        this.sensors = sensors;
        this.catalog = catalog;
    }

    public Answer list(Call call) {
        List<String> ids = call.ids();
        List<SensorStatus> chosen = sensors.list().stream()
                .filter(sensor -> passes(call, "pack", sensor.type().ref().pack()))
                .filter(sensor -> passes(call, "name", sensor.type().ref().name()))
                .filter(sensor -> ids.isEmpty() || ids.contains(sensor.type().id()))
                .filter(sensor -> passes(call, "enabled", sensor.type().enabled()))
                .filter(sensor -> announces(sensor, call.param("trigger")))
                .toList();
        return MemoryList.answer(call, chosen, ALL, Attributes.of(call, PackShapes.SENSOR_FIELDS), this::shape);
    }

    public Answer get(Call call) {
        return Answer.ok(shape(sensor(call)));
    }

    /** Takes a sensor's whole shape and looks at {@code enabled} alone. */
    public Answer update(Call call) {
        Fields fields = call.fields();
        if (fields.values().get("enabled") == null) {
            throw DroverException.invalid("Expected 'enabled' as true or false, but it is missing. Nothing else of a"
                    + " sensor can be changed through the API.");
        }
        sensor(call);
        return Answer.ok(shape(sensors.enable(call.at("ref"), fields.flag("enabled", true), call.principal())));
    }

    /** Shows what a sensor emits: {@code {limit, wait (seconds), consume}} gives {@code {payloads: […]}}. */
    public Answer tryOut(Call call) {
        Fields fields = call.fields().onlyOf(TRY);
        sensor(call);
        List<Map<String, @Nullable Object>> payloads = sensors.tryOut(
                call.at("ref"),
                fields.number("limit", 1, MOST_PAYLOADS),
                Duration.ofSeconds(fields.number("wait", WAIT, LONGEST_WAIT)),
                fields.flag("consume", false));
        return Answer.ok(Map.of("payloads", payloads));
    }

    private static boolean announces(SensorStatus sensor, @Nullable String trigger) {
        return trigger == null
                || sensor.type().triggerTypes().stream()
                        .anyMatch(ref -> ref.toString().equals(trigger));
    }

    private SensorStatus sensor(Call call) {
        String refOrId = call.at("ref");
        return sensors.find(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }

    private Map<String, @Nullable Object> shape(SensorStatus sensor) {
        return PackShapes.sensor(
                sensor,
                catalog.pack(sensor.type().ref().pack())
                        .map(RegisteredPack::pack)
                        .orElse(null));
    }
}
