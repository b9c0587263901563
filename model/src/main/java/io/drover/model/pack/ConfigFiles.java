package io.drover.model.pack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files with the configuration of packs, one for each pack. */
public interface ConfigFiles {

    /** {@return what a pack's file says, as it is written; empty where there is none, or it cannot be read} */
    Optional<Map<String, @Nullable Object>> read(String pack);

    /** {@return the packs that have a file, in the order of their names} */
    List<String> packs();

    /**
     * {@return why values do not fit; empty where they do}
     *
     * @param schema by attribute, as in {@code config.schema.yaml}
     */
    List<Problem> check(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values);

    /**
     * Copies a pack's file to one beside it that no configuration is read from, and that stays.
     *
     * @return its name; empty where the pack has no file
     */
    Optional<String> keepCopy(String pack);

    /**
     * Writes a pack's file, where the values fit.
     *
     * @param schema by attribute, as in {@code config.schema.yaml}
     * @return why they do not fit; empty where the file was written, with all of its content or not at all
     */
    List<Problem> write(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values);
}
