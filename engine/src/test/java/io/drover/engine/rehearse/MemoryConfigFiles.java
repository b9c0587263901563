package io.drover.engine.rehearse;

import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Configurations of packs in memory; each fits but one that says {@code bad}. */
public final class MemoryConfigFiles implements ConfigFiles {
    private final Map<String, Map<String, @Nullable Object>> files = new TreeMap<>();

    @Override
    public Optional<Map<String, @Nullable Object>> read(String pack) {
        return Optional.ofNullable(files.get(pack));
    }

    @Override
    public List<String> packs() {
        return List.copyOf(files.keySet());
    }

    @Override
    public List<Problem> write(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        if (values.containsKey("bad")) {
            return List.of(Problem.error("request", 0, 0, "It does not fit."));
        }
        files.put(pack, Map.copyOf(values));
        return List.of();
    }
}
