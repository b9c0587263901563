package io.drover.engine.enforce;

import io.drover.model.error.DroverException;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorWatch;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sensors that see the configuration of their pack with its templates rendered, as it is when they start.
 *
 * @param user on whose behalf it is rendered
 */
public record ConfiguredSensors(Sensors sensors, PackConfigs configs, String user) implements Sensors {
    @Override
    public List<Problem> apply(PackContent content, List<Ref> disabled) {
        String pack = content.pack().ref();
        try {
            return sensors.apply(content.withConfig(configs.of(pack, user).values()), disabled);
        } catch (DroverException e) {
            return List.of(Problem.error(
                    "packs/" + pack + ".yaml", 0, 0, "The pack's routes stay as they were. " + e.getMessage()));
        }
    }

    @Override
    public void remove(String pack) {
        sensors.remove(pack);
    }

    @Override
    public List<SensorStatus> list() {
        return sensors.list();
    }

    @Override
    public void enable(Ref sensor, boolean on) {
        sensors.enable(sensor, on);
    }

    @Override
    public void hold(Set<Ref> here) {
        sensors.hold(here);
    }

    @Override
    public List<Map<String, @Nullable Object>> tryOut(Ref sensor, int limit, Duration wait, boolean consume) {
        return sensors.tryOut(sensor, limit, wait, consume);
    }

    @Override
    public void watch(SensorWatch watch) {
        sensors.watch(watch);
    }

    @Override
    public void stopAll() {
        sensors.stopAll();
    }
}
