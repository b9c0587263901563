package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.trigger.SensorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sensors of all packs, those that wait for a host included. */
public interface SensorControl {

    List<SensorStatus> list();

    Optional<SensorStatus> find(String refOrId);

    /** Switches a sensor on or off, by an overlay that stays. */
    SensorStatus enable(String refOrId, boolean on, Principal by);

    /** As {@link io.drover.model.trigger.Sensors#tryOut}. */
    List<Map<String, @Nullable Object>> tryOut(String refOrId, int limit, Duration wait, boolean consume);
}
