package io.drover.engine.commit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows that belong together: all of them are committed, or none.
 *
 * @param once what makes the change happen once; null: it may happen again
 * @param rows puts the rows into the batch; called again where a commit has to be repeated, so it must have no other effect
 */
public record Change(@Nullable Once once, Consumer<Batch> rows) {

    /**
     * The identity of an event at its source.
     *
     * @param key as {@link io.drover.model.store.TriggerInstances#dedupeKey} makes it
     * @param instanceId the instance that will stand for it
     */
    public record Once(String key, String instanceId) {}

    public static Change of(Consumer<Batch> rows) {
        return new Change(null, rows);
    }
}
