package io.drover.engine.register;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.schema.Json;
import io.drover.model.action.Action;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.store.Contents.Content;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Packs and what they bring as the database keeps it, and back. */
record PackDocuments(PackReader reader) {
    private static final String SOURCE = "database";
    private static final String FILES = "files";

    /**
     * {@return what is stored of a pack, its rules and its configuration aside}
     *
     * @param files the hash of its files, so that the pack is another one where only a script of it is
     */
    List<Content> of(PackContent content, Collection<CallableAction> actions, String files, Instant now) {
        List<Content> all = new ArrayList<>();
        Pack pack = content.pack();
        all.add(content(Kind.PACK, ref(pack.ref()), document(pack, files), true, now));
        for (TriggerType type : content.triggerTypes()) {
            all.add(content(Kind.TRIGGER_TYPE, type.ref(), reader.document(type), true, now));
        }
        for (CallableAction callable : actions) {
            all.add(content(callable.action(), now));
        }
        for (SensorType sensor : content.sensors()) {
            all.add(content(Kind.SENSOR, sensor.ref(), document(sensor), sensor.enabled(), now));
        }
        for (Policy policy : content.policies()) {
            all.add(content(Kind.POLICY, policy.ref(), reader.document(policy), policy.enabled(), now));
        }
        return all;
    }

    /** {@return the ref under which what belongs to a pack as a whole is stored} */
    static Ref ref(String pack) {
        return Ref.of(pack, pack);
    }

    static Content content(Kind kind, Ref ref, Map<String, @Nullable Object> document, boolean enabled, Instant now) {
        return new Content(kind, ref, hash(document), document, enabled, true, now);
    }

    /** {@return what is stored of an action of a pack's file} */
    Content content(Action action, Instant now) {
        return content(Kind.ACTION, action.ref(), definition(action), action.enabled(), now);
    }

    /** {@return what is stored of an action that the API made} */
    Content made(Action action, Instant now) {
        Content content = content(action, now);
        return new Content(
                content.kind(),
                content.ref(),
                content.hash(),
                content.document(),
                content.enabled(),
                false,
                content.registeredAt());
    }

    /** {@return what tells revisions of an action apart: switching it on or off makes none} */
    String revision(Action action) {
        return hash(definition(action));
    }

    private Map<String, @Nullable Object> definition(Action action) {
        return reader.document(action.enabled(true));
    }

    private static Map<String, @Nullable Object> document(Pack pack, String files) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("metadata", pack.metadata());
        document.put("name", pack.name());
        document.put("version", pack.version());
        document.put("description", pack.description());
        document.put("author", pack.author());
        document.put("folder", String.valueOf(pack.path().getFileName()));
        document.put(FILES, files);
        return document;
    }

    /** {@return the hash of a stored pack's files; empty for anything else} */
    static Optional<String> files(Content stored) {
        return stored.kind() == Kind.PACK
                ? Optional.ofNullable(text(stored.document().get(FILES)))
                : Optional.empty();
    }

    /** {@return whether a stored pack lay in a folder of this name} */
    static boolean layIn(Content stored, Path folder) {
        return String.valueOf(folder.getFileName()).equals(stored.document().get("folder"));
    }

    /** {@return a stored pack, in the folder where it lies now} */
    static Pack pack(Content stored, Path folder) {
        Map<String, @Nullable Object> document = stored.document();
        return new Pack(
                stored.ref().pack(),
                String.valueOf(document.get("name")),
                String.valueOf(document.get("version")),
                text(document.get("description")),
                text(document.get("author")),
                document.get("metadata") instanceof Map<?, ?> metadata ? JsonValues.copyOf(metadata) : Map.of(),
                folder,
                List.of());
    }

    /** {@return a stored trigger type; none where its document cannot be read any more} */
    Stream<TriggerType> triggerType(Content stored) {
        return reader.triggerType(stored.document(), SOURCE, stored.ref().pack()).value().stream();
    }

    /** {@return a stored action, in the pack's folder; none where its document cannot be read any more} */
    Stream<Action> action(Content stored, @Nullable Path folder) {
        return reader.action(stored.document(), SOURCE, stored.ref().pack()).value().stream()
                .map(action -> action.enabled(stored.enabled()).in(folder));
    }

    private static Map<String, @Nullable Object> document(SensorType sensor) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("class_name", sensor.ref().name());
        document.put("description", sensor.description());
        document.put("entry_point", sensor.entryPoint());
        document.put("poll_interval", sensor.pollInterval());
        document.put(
                "trigger_types",
                sensor.triggerTypes().stream().map(Ref::toString).toList());
        document.put("metadata_file", sensor.metadataFile());
        document.put("host", sensor.host().name());
        Duration expectEvery = sensor.expectEvery();
        if (expectEvery != null) {
            document.put("expect_every", expectEvery.toString());
        }
        return document;
    }

    /** {@return a stored sensor} */
    static SensorType sensor(Content stored) {
        Map<String, @Nullable Object> document = stored.document();
        return new SensorType(
                stored.ref(),
                text(document.get("description")),
                stored.enabled(),
                String.valueOf(document.get("entry_point")),
                document.get("poll_interval") instanceof Number seconds ? seconds.intValue() : null,
                document.get("trigger_types") instanceof List<?> types
                        ? types.stream()
                                .map(type -> Ref.parse(String.valueOf(type)))
                                .toList()
                        : List.of(),
                text(document.get("metadata_file")),
                SensorType.Host.valueOf(String.valueOf(document.get("host"))),
                document.get("expect_every") instanceof String every ? Duration.parse(every) : null);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String hash(Map<String, @Nullable Object> document) {
        return Sha256.hex(Json.write(document)).substring(0, 32);
    }
}
