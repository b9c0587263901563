package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.json.JsonValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configurations of packs. */
public interface Configs {

    /**
     * What a pack's file says, as it is written: without defaults, and templates as they are.
     *
     * @param shown with a mask in the place of each secret
     */
    record Config(String pack, Map<String, @Nullable Object> values, Map<String, @Nullable Object> shown) {
        public Config {
            values = JsonValues.copyOf(values);
            shown = JsonValues.copyOf(shown);
        }
    }

    /** {@return those of registered packs, by ref} */
    List<Config> list();

    Optional<Config> find(String pack);

    /**
     * Replaces a pack's configuration: writes its file and registers the pack again.
     *
     * @throws io.drover.model.error.DroverException {@code INVALID_ARGUMENT} with every problem where the values do not fit the
     *     schema, {@code NOT_FOUND} where there is no such pack
     */
    Config put(String pack, Map<String, @Nullable Object> values, Principal by);
}
