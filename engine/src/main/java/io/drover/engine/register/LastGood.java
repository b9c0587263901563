package io.drover.engine.register;

import io.drover.engine.register.ConfigSeals.Config;
import io.drover.model.action.Action;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.store.Contents.Content;
import io.drover.model.store.Store;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What packs said when they could be read last: it stands for what is broken now. Since the start it is known from memory;
 * what earlier lives registered is asked of the database.
 */
final class LastGood {
    private final Store store;
    private final PackDocuments documents;
    private final ConfigSeals configs;
    private final RuleBook rules;
    private final PolicyChanges policies;
    private final Map<String, PackContent> inForce = new TreeMap<>();

    LastGood(Store store, PackDocuments documents, ConfigSeals configs, RuleBook rules, PolicyChanges policies) {
        this.store = store;
        this.documents = documents;
        this.configs = configs;
        this.rules = rules;
        this.policies = policies;
    }

    /** Takes a pack as it is in force from now on. */
    void put(PackContent content) {
        inForce.put(content.pack().ref(), content);
    }

    void remove(String pack) {
        inForce.remove(pack);
    }

    /** {@return a pack in force} */
    Optional<PackContent> of(String pack) {
        return Optional.ofNullable(inForce.get(pack));
    }

    /** {@return the packs in force, sorted} */
    Collection<PackContent> all() {
        return List.copyOf(inForce.values());
    }

    /** {@return the pack that lay in a folder when that could be read last} */
    Optional<Pack> packIn(Path folder) {
        Optional<Pack> known = inForce.values().stream()
                .map(PackContent::pack)
                .filter(pack -> pack.path().equals(folder))
                .findFirst();
        return known.isPresent() ? known : storedIn(folder);
    }

    private Optional<Pack> storedIn(Path folder) {
        return stored(Kind.PACK)
                .filter(row -> !inForce.containsKey(row.ref().pack()) && PackDocuments.layIn(row, folder))
                .findFirst()
                .map(row -> PackDocuments.pack(row, folder));
    }

    private Stream<Content> stored(Kind kind) {
        return store.read(transaction -> transaction.contents().current(kind)).stream();
    }

    /** {@return a pack as it was in force last, with the problems that keep it from being read now} */
    PackContent unreadable(Pack pack, List<Problem> problems) {
        PackContent before = before(pack);
        return new PackContent(
                before.pack(),
                before.triggerTypes(),
                before.sensors(),
                before.actions(),
                before.rules(),
                before.policies(),
                before.routes(),
                before.programs(),
                before.programLimits(),
                before.references(),
                before.configSchema(),
                before.config(),
                before.broken(),
                before.waiting(),
                problems);
    }

    /** {@return the content that was read, completed by what broken files said when they were good last} */
    PackContent complete(PackContent read) {
        if (read.broken().isEmpty()) {
            return read;
        }
        PackContent before = before(read.pack());
        Config config = Config.of(read.broken().contains(PackContent.CONFIG) ? before : read);
        return new PackContent(
                read.pack(),
                merged(read, PackContent::triggerTypes, before, TriggerType::ref, TriggerType::metadataFile),
                merged(read, PackContent::sensors, before, SensorType::ref, SensorType::metadataFile),
                merged(read, PackContent::actions, before, Action::ref, Action::metadataFile),
                merged(read, PackContent::rules, before, Rule::ref, Rule::metadataFile),
                merged(read, PackContent::policies, before, Policy::ref, Policy::metadataFile),
                read.routes(),
                read.programs(),
                read.programLimits(),
                read.references(),
                config.schema(),
                config.values(),
                read.broken(),
                read.waiting(),
                read.problems());
    }

    private static <T> List<T> merged(
            PackContent read,
            Function<PackContent, List<T>> part,
            PackContent before,
            Function<T, Ref> ref,
            Function<T, @Nullable String> file) {
        Set<Ref> present = new HashSet<>();
        part.apply(read).forEach(each -> present.add(ref.apply(each)));
        return Stream.concat(
                        part.apply(read).stream(),
                        part.apply(before).stream()
                                .filter(each -> !present.contains(ref.apply(each)) && isBroken(read, file.apply(each))))
                .toList();
    }

    /** A file is broken, too, where a folder that it lies in cannot be listed. */
    private static boolean isBroken(PackContent read, @Nullable String file) {
        String path = read.pack().path().getFileName() + "/" + file;
        return read.broken().stream().anyMatch(broken -> path.equals(broken) || path.startsWith(broken + "/"));
    }

    private PackContent before(Pack pack) {
        PackContent known = inForce.get(pack.ref());
        return known == null ? stored(pack) : known;
    }

    private PackContent stored(Pack pack) {
        String ref = pack.ref();
        Config config = configs.lastGood(ref).orElse(new Config(Map.of(), Map.of()));
        return new PackContent(
                pack,
                stored(Kind.TRIGGER_TYPE, ref).flatMap(documents::triggerType).toList(),
                stored(Kind.SENSOR, ref).map(PackDocuments::sensor).toList(),
                stored(Kind.ACTION, ref)
                        .flatMap(row -> documents.action(row, pack.path()))
                        .toList(),
                rules.stored(ref),
                policies.stored(ref),
                List.of(),
                List.of(),
                List.of(),
                config.schema(),
                config.values(),
                List.of(),
                List.of(),
                List.of());
    }

    private Stream<Content> stored(Kind kind, String pack) {
        return stored(kind).filter(row -> row.fromFile() && row.ref().pack().equals(pack));
    }
}
