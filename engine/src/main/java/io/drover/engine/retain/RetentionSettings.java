package io.drover.engine.retain;

import io.drover.model.store.Purgeable;
import java.time.Duration;
import java.util.Map;

/**
 * How long things are kept.
 *
 * @param check between two looks
 * @param ages of what is removed by itself; what is not in it is kept for ever
 */
public record RetentionSettings(Duration check, Map<Purgeable, Duration> ages) {
    /** Nothing is removed by itself. */
    public static final RetentionSettings NONE = new RetentionSettings(Duration.ofDays(1), Map.of());

    public RetentionSettings {
        ages = Map.copyOf(ages);
    }
}
