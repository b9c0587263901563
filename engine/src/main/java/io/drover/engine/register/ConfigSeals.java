package io.drover.engine.register;

import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Sealed;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.store.Contents.Content;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configurations of packs as they were good last. They are stored sealed, as they may hold secrets. */
final class ConfigSeals {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigSeals.class);

    private final SecretBox secrets;
    private final Map<String, Kept> byPack = new HashMap<>();

    /** A configuration's schema and its values. */
    record Config(Map<String, @Nullable Object> schema, Map<String, @Nullable Object> values) {
        static Config of(PackContent content) {
            return new Config(content.configSchema(), content.config());
        }

        boolean isEmpty() {
            return schema.isEmpty() && values.isEmpty();
        }
    }

    private record Kept(Config config, Content row) {}

    /** @param stored the rows of earlier lives */
    ConfigSeals(SecretBox secrets, List<Content> stored) {
        this.secrets = secrets;
        stored.forEach(row ->
                opened(row).ifPresent(config -> byPack.put(row.ref().pack(), new Kept(config, row))));
    }

    private Optional<Config> opened(Content row) {
        String pack = row.ref().pack();
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(String.valueOf(row.document().get("sealed")));
            Map<String, @Nullable Object> clear = secrets.open(owner(pack), new Sealed(bytes));
            return Optional.of(new Config(map(clear.get("schema")), map(clear.get("values"))));
        } catch (DroverException | IllegalArgumentException e) {
            LOG.warn("The last good configuration of pack {} is lost; its files count alone. {}", pack, e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of();
    }

    /** {@return the configuration of a pack as it was good last} */
    Optional<Config> lastGood(String pack) {
        return Optional.ofNullable(byPack.get(pack)).map(Kept::config);
    }

    /** {@return what is stored of a pack's configuration: the same row while it is the same; none where there is none} */
    Optional<Content> row(PackContent content, Instant now) {
        String pack = content.pack().ref();
        Config config = Config.of(content);
        if (config.isEmpty()) {
            byPack.remove(pack);
            return Optional.empty();
        }
        Kept kept = byPack.get(pack);
        if (kept == null || !kept.config().equals(config)) {
            kept = new Kept(config, sealed(pack, config, now));
            byPack.put(pack, kept);
        }
        return Optional.of(kept.row());
    }

    private Content sealed(String pack, Config config, Instant now) {
        Sealed sealed = secrets.seal(owner(pack), Map.of("schema", config.schema(), "values", config.values()));
        return PackDocuments.content(
                Kind.CONFIG,
                PackDocuments.ref(pack),
                Map.of("sealed", Base64.getEncoder().encodeToString(sealed.bytes())),
                true,
                now);
    }

    private static String owner(String pack) {
        return "config of " + pack;
    }
}
