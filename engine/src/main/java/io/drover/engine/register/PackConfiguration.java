package io.drover.engine.register;

import static java.util.Objects.requireNonNull;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Configs;
import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.secret.SecretParts;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.Problem;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configurations of packs, in their files; what the API says of them, the other nodes write into theirs. */
public record PackConfiguration(
        Registry registry,
        ConfigFiles files,
        Packs packs,
        Committer committer,
        SharedConfigs shared,
        InstantSource clock)
        implements Configs {
    @Override
    public List<Config> list() {
        return files.packs().stream().flatMap(pack -> find(pack).stream()).toList();
    }

    @Override
    public Optional<Config> find(String pack) {
        return registry.pack(pack)
                .flatMap(known -> files.read(pack).map(values -> config(pack, values, known.configSchema())));
    }

    @Override
    public Config put(String pack, Map<String, @Nullable Object> values, Principal by) {
        RegisteredPack known = registry.pack(pack)
                .orElseThrow(() -> DroverException.notFound(
                        "There is no pack '" + pack + "' to configure. 'drover pack list' shows all."));
        String ref = known.pack().ref();
        Map<String, @Nullable Object> schema = known.configSchema();
        shared.alone(() -> {
            require(files.check(ref, schema, values));
            AtomicReference<SharedConfigs.@Nullable Shared> stored = new AtomicReference<>();
            Outcome unused = committer.commit(Change.of(batch -> {
                stored.set(shared.share(ref, values, batch));
                batch.append(AuditRecord.of(by.user(), "configured", "pack", ref, null, clock.instant())
                        .because(Asked.WHY));
            }));
            write(ref, schema, values);
            shared.written(requireNonNull(stored.get()));
        });
        Packs.Registration unused = packs.register(List.of(ref), by);
        return config(ref, values, schema);
    }

    /** The file is written after the commit: what was not committed is in force nowhere. */
    private void write(String pack, Map<String, @Nullable Object> schema, Map<String, @Nullable Object> values) {
        try {
            require(files.write(pack, schema, values));
        } catch (DroverException e) {
            throw DroverException.of(
                    e.code(),
                    "The configuration of pack '" + pack + "' was recorded, but is not in its file on this node: "
                            + e.getMessage() + " Then configure it again.",
                    e);
        }
    }

    private static void require(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw DroverException.invalid(
                    problems.stream().map(Problem::message).collect(Collectors.joining(" ")));
        }
    }

    private static Config config(
            String pack, Map<String, @Nullable Object> values, Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(values);
        if (SecretParts.of(Map.of("properties", schema)).masked(values) instanceof Map<?, ?> masked) {
            masked.forEach((name, value) -> shown.put(String.valueOf(name), value));
        }
        return new Config(pack, values, shown);
    }
}
