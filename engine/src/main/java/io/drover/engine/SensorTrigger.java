package io.drover.engine;

import io.drover.engine.catalog.Registry;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.SensorWatch;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes starts and ends of sensors events of {@code core.st2.sensor.process_spawn} and {@code …process_exit} (platform spec
 * 4.1), where a rule listens. A sensor is a route of this process, so {@code pid} is the daemon's and {@code cmd} its file;
 * {@code exit_code} is 0 where somebody asked it to end, else 1.
 */
record SensorTrigger(Registry registry, Dispatcher dispatcher, InstantSource clock) implements SensorWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SensorTrigger.class);
    private static final Ref SPAWN = Ref.of("core", "st2.sensor.process_spawn");
    private static final Ref EXIT = Ref.of("core", "st2.sensor.process_exit");

    @Override
    public void started(Ref sensor, String file) {
        emit(SPAWN, sensor, Map.of("pid", ProcessHandle.current().pid(), "cmd", file));
    }

    @Override
    public void ended(Ref sensor, boolean failed) {
        emit(EXIT, sensor, Map.of("exit_code", failed ? 1L : 0L));
    }

    private void emit(Ref type, Ref sensor, Map<String, Object> more) {
        if (!registry.hears(type)) {
            return;
        }
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("id", sensor.name());
        payload.put("timestamp", clock.instant().getEpochSecond());
        payload.putAll(more);
        CompletionStage<Acceptance> unused = dispatcher
                .acceptFitting(Emission.of(type, payload, "engine"))
                .whenComplete((acceptance, failure) -> {
                    if (failure != null) {
                        LOG.warn("That sensor {} started or ended is no event of '{}'.", sensor, type, failure);
                    }
                });
    }
}
