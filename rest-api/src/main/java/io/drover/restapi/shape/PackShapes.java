package io.drover.restapi.shape;

import io.drover.engine.api.RegisteredPack;
import io.drover.model.access.ApiKey;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorType;
import io.drover.restapi.http.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shapes of packs with their problems, of sensors, and of API keys. */
public final class PackShapes {
    /** What stands in place of a secret. */
    public static final String MASK = "********";

    private static final double MILLIS = 1e3;

    /** The fields of a pack in a list. */
    public static final Set<String> PACK_FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "name",
            "description",
            "keywords",
            "version",
            "stackstorm_version",
            "python_versions",
            "author",
            "email",
            "contributors",
            "files",
            "dependencies",
            "system",
            "path");

    /** The fields of a sensor. */
    public static final Set<String> SENSOR_FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "pack",
            "name",
            "class_name",
            "description",
            "enabled",
            "entry_point",
            "artifact_uri",
            "poll_interval",
            "trigger_types",
            "metadata_file",
            "host",
            "state",
            "delivery",
            "events",
            "errors",
            "last_event_at",
            "expect_every",
            "cadence",
            "next_expected_at",
            "last_error",
            "warning",
            "every_node",
            "node");

    private PackShapes() {}

    /** {@return a pack: all of its {@code pack.yaml}, and what reading it found besides} */
    public static Map<String, @Nullable Object> pack(Pack pack) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("keywords", List.of());
        shape.put("contributors", List.of());
        shape.put("dependencies", List.of());
        shape.put("system", Map.of());
        shape.put("email", "");
        shape.putAll(pack.metadata());
        shape.put("id", pack.id());
        shape.put("uid", Kind.PACK.uid(pack.ref()));
        shape.put("ref", pack.ref());
        shape.put("name", pack.name());
        shape.put("version", pack.version());
        shape.put("description", Shapes.orBlank(pack.description()));
        shape.put("author", Shapes.orBlank(pack.author()));
        shape.put("files", pack.files());
        shape.put("path", pack.path().toString());
        return shape;
    }

    /** {@return a pack with its problems and what of it waits} */
    public static Map<String, @Nullable Object> view(RegisteredPack registered) {
        Map<String, @Nullable Object> shape = pack(registered.pack());
        shape.put("problems", problems(registered.problems()));
        shape.put("waiting", registered.waiting());
        return shape;
    }

    /** {@return problems with their places} */
    public static List<Map<String, @Nullable Object>> problems(List<Problem> problems) {
        return problems.stream().map(PackShapes::problem).toList();
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("file", problem.file());
        shape.put("line", problem.line());
        shape.put("column", problem.column());
        shape.put("severity", Shapes.word(problem.severity()));
        shape.put("message", problem.message());
        return shape;
    }

    /**
     * Shapes a sensor.
     *
     * @param pack the pack it belongs to; null where it is not registered any more
     */
    public static Map<String, @Nullable Object> sensor(SensorStatus status, @Nullable Pack pack) {
        SensorType type = status.type();
        Map<String, @Nullable Object> shape = Shapes.named(type.ref(), Kind.SENSOR);
        shape.put("class_name", type.ref().name());
        Shapes.putPresent(shape, "description", type.description());
        shape.put("enabled", type.enabled());
        shape.put("entry_point", type.entryPoint());
        shape.put(
                "artifact_uri",
                pack == null
                        ? ""
                        : pack.path().resolve(type.entryPoint()).toUri().toString());
        Shapes.putPresent(shape, "poll_interval", type.pollInterval());
        shape.put(
                "trigger_types",
                type.triggerTypes().stream().map(Object::toString).toList());
        shape.put("metadata_file", Shapes.orBlank(type.metadataFile()));
        shape.put("host", Shapes.word(type.host()));
        shape.put("state", Shapes.word(status.state()));
        shape.put("delivery", Shapes.word(status.delivery()));
        shape.put("events", status.events());
        shape.put("errors", status.errors());
        Shapes.putPresent(
                shape, "last_event_at", status.lastEventAt() == null ? null : Times.text(status.lastEventAt()));
        Shapes.putPresent(shape, "expect_every", seconds(type.expectEvery()));
        Shapes.putPresent(shape, "cadence", seconds(status.cadence()));
        Instant next = status.nextExpectedAt();
        Shapes.putPresent(shape, "next_expected_at", next == null ? null : Times.text(next));
        Shapes.putPresent(shape, "last_error", status.lastError());
        Shapes.putPresent(shape, "warning", status.warning());
        shape.put("every_node", status.everyNode());
        Shapes.putPresent(shape, "node", status.owner());
        return shape;
    }

    /** {@return a length of time as JSON has it: whole seconds where it is some, else with milliseconds} */
    private static @Nullable Number seconds(@Nullable Duration length) {
        if (length == null) {
            return null;
        }
        if (length.toNanosPart() == 0) {
            return length.toSeconds();
        }
        return length.toMillis() / MILLIS;
    }

    /** {@return an API key; its hash, which would let it be copied elsewhere, only where secrets are shown} */
    public static Map<String, @Nullable Object> apiKey(ApiKey key, boolean showSecrets) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", key.id());
        shape.put("uid", showSecrets ? "api_key:" + key.keyHash() : MASK);
        shape.put("user", key.user());
        shape.put("key_hash", showSecrets ? key.keyHash() : MASK);
        shape.put("metadata", key.metadata());
        shape.put("created_at", Times.text(key.createdAt()));
        shape.put("enabled", key.enabled());
        return shape;
    }
}
