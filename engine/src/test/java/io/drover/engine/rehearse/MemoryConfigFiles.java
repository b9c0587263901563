package io.drover.engine.rehearse;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Configurations of packs in memory; each fits but one that says {@code bad}. */
public final class MemoryConfigFiles implements ConfigFiles {
    private final Map<String, Map<String, @Nullable Object>> files = new TreeMap<>();
    private final List<Map<String, @Nullable Object>> kept = new ArrayList<>();
    private boolean full;

    @Override
    public Optional<Map<String, @Nullable Object>> read(String pack) {
        return Optional.ofNullable(files.get(pack));
    }

    @Override
    public List<String> packs() {
        return List.copyOf(files.keySet());
    }

    @Override
    public List<Problem> check(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        return values.containsKey("bad") ? List.of(Problem.error("request", 0, 0, "It does not fit.")) : List.of();
    }

    @Override
    public Optional<String> keepCopy(String pack) {
        Map<String, @Nullable Object> file = files.get(pack);
        if (file == null) {
            return Optional.empty();
        }
        kept.add(file);
        return Optional.of(pack + ".yaml.kept");
    }

    /** {@return the files that copies were kept of, as they were} */
    public List<Map<String, @Nullable Object>> kept() {
        return List.copyOf(kept);
    }

    /** Has the files refuse to be written, or written again. */
    public void full(boolean is) {
        full = is;
    }

    @Override
    public List<Problem> write(
            String pack, Map<String, @Nullable Object> schema, Map<String, ? extends @Nullable Object> values) {
        if (full) {
            throw DroverException.of(ErrorCode.INTERNAL, "The disk is full.");
        }
        List<Problem> problems = check(pack, schema, values);
        if (problems.isEmpty()) {
            files.put(pack, Map.copyOf(values));
        }
        return problems;
    }
}
