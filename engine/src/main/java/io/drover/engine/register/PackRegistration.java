package io.drover.engine.register;

import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.register.RuleBook.Wish;
import io.drover.engine.schema.Json;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Contents.Content;
import io.drover.model.store.Store;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Sensors;
import io.drover.model.trigger.TriggerType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is registered to what the packs' folders say. Of a file with an error the last good version stays in force,
 * after a restart too.
 */
public final class PackRegistration implements Packs {
    private static final Logger LOG = LoggerFactory.getLogger(PackRegistration.class);
    /** Who acts when a file changed. */
    public static final String FILES = "files";

    private static final List<Kind> KINDS = List.of(Kind.PACK, Kind.ACTION, Kind.TRIGGER_TYPE, Kind.SENSOR);

    private final Registry registry;
    private final PackReader reader;
    private final Store store;
    private final Committer committer;
    private final RuleBook rules;
    private final Switches switches;
    private final Sensors sensors;
    private final Supplier<List<Path>> folders;
    private final InstantSource clock;
    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, PackContent> contents = new TreeMap<>();
    private final Set<Path> unreadable = new HashSet<>();
    private final Set<Problem> told = new HashSet<>();
    private boolean sensorsOn;

    PackRegistration(
            Registry registry,
            PackReader reader,
            Store store,
            Committer committer,
            RuleBook rules,
            Switches switches,
            Sensors sensors,
            Supplier<List<Path>> folders,
            InstantSource clock) {
        this.registry = registry;
        this.reader = reader;
        this.store = store;
        this.committer = committer;
        this.rules = rules;
        this.switches = switches;
        this.sensors = sensors;
        this.folders = folders;
        this.clock = clock;
        for (Kind kind : KINDS) {
            store.read(transaction -> transaction.contents().current(kind))
                    .forEach(content -> hashes.put(kind.uid(content.ref()), content.hash()));
        }
    }

    @Override
    public synchronized Registration register(List<String> refs, Principal by) {
        return register(refs, by.user());
    }

    /** Reads packs again and registers what changed, on behalf of a user or of {@link #FILES}. */
    public synchronized Registration register(List<String> refs, String who) {
        unreadable.clear();
        Map<String, PackContent> read = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path folder : folders.get()) {
            Checked<PackContent> checked = reader.read(folder);
            PackContent content = checked.valueOrNull();
            if (content == null) {
                problems.addAll(checked.problems());
                keepUnreadable(folder, checked.problems());
                continue;
            }
            String ref = content.pack().ref();
            PackContent earlier = read.putIfAbsent(ref, content);
            if (earlier != null) {
                problems.add(Problem.error(
                        folder.getFileName() + "/pack.yaml",
                        0,
                        0,
                        "Pack '" + ref + "' lies in '"
                                + earlier.pack().path() + "' already; this folder, '" + folder
                                + "', is left out. Give one of them another ref."));
            }
        }
        if (!refs.isEmpty()) {
            requireKnown(refs, read.keySet());
        }
        List<PackContent> wanted = read.values().stream()
                .filter(content ->
                        refs.isEmpty() || refs.contains(content.pack().ref()))
                .toList();
        Set<String> gone = new HashSet<>();
        if (refs.isEmpty()) {
            gone.addAll(contents.keySet());
            registry.packs().forEach(pack -> gone.add(pack.pack().ref()));
            gone.removeAll(read.keySet());
            gone.removeIf(ref -> isUnreadable(ref));
        }
        apply(wanted, gone, who);
        wanted.forEach(
                content -> registry.pack(content.pack().ref()).ifPresent(pack -> problems.addAll(pack.problems())));
        tell(problems);
        return new Registration(counts(wanted), problems);
    }

    /** Logs each problem once, until it is gone. */
    private void tell(List<Problem> problems) {
        problems.stream().filter(problem -> !told.contains(problem)).forEach(problem -> {
            if (problem.isError()) {
                LOG.error("{}", problem);
            } else {
                LOG.warn("{}", problem);
            }
        });
        told.retainAll(problems);
        told.addAll(problems);
    }

    private void keepUnreadable(Path folder, List<Problem> problems) {
        unreadable.add(folder);
        registry.packs().stream()
                .filter(pack -> pack.pack().path().equals(folder))
                .findFirst()
                .ifPresent(pack -> registry.putProblems(
                        new RegisteredPack(pack.pack(), problems, pack.waiting(), pack.configSchema())));
    }

    private boolean isUnreadable(String ref) {
        return registry.pack(ref)
                .map(pack -> unreadable.contains(pack.pack().path())
                        && folders.get().contains(pack.pack().path()))
                .orElse(false);
    }

    private static void requireKnown(List<String> refs, Set<String> known) {
        List<String> unknown = refs.stream().filter(ref -> !known.contains(ref)).toList();
        if (!unknown.isEmpty()) {
            throw DroverException.notFound("Packs to register: " + refs + ", but there is no readable folder of "
                    + unknown + ". Found are " + known + ".");
        }
    }

    private static Map<String, Integer> counts(List<PackContent> wanted) {
        Map<String, Integer> counts = new TreeMap<>();
        counts.put(
                "actions",
                wanted.stream().mapToInt(content -> content.actions().size()).sum());
        counts.put(
                "rules",
                wanted.stream().mapToInt(content -> content.rules().size()).sum());
        counts.put(
                "sensors",
                wanted.stream().mapToInt(content -> content.sensors().size()).sum());
        counts.put(
                "triggers",
                wanted.stream()
                        .mapToInt(content -> content.triggerTypes().size())
                        .sum());
        counts.put("configs", (int)
                wanted.stream().filter(content -> !content.config().isEmpty()).count());
        counts.put("aliases", 0);
        counts.put("policies", 0);
        return counts;
    }

    private void apply(List<PackContent> wanted, Set<String> gone, String who) {
        List<Wish> wishes = new ArrayList<>();
        List<Content> changed = new ArrayList<>();
        List<Content> removed = new ArrayList<>();
        Instant now = clock.instant();
        gone.forEach(ref -> {
            removed.addAll(registered(ref, now));
            registry.removePack(ref);
            wishes.addAll(removals(ref, Set.of()));
            contents.remove(ref);
        });
        for (PackContent content : wanted) {
            PackContent kept = withLastGood(content);
            contents.put(kept.pack().ref(), kept);
            List<Content> before = registered(kept.pack().ref(), now);
            put(kept);
            List<Content> after = registered(kept.pack().ref(), now);
            after.stream()
                    .filter(each -> !each.hash().equals(hashes.get(each.kind().uid(each.ref()))))
                    .forEach(changed::add);
            Set<String> uids = new HashSet<>();
            after.forEach(each -> uids.add(each.kind().uid(each.ref())));
            before.stream()
                    .filter(each -> !uids.contains(each.kind().uid(each.ref())))
                    .forEach(removed::add);
        }
        record(changed, removed, who, now);
        wanted.forEach(content ->
                wishes.addAll(wishes(contents.getOrDefault(content.pack().ref(), content))));
        rules.change(wishes, who, "its file", RuleBook.NOTHING);
        rules.lookAgain();
        wanted.forEach(this::noteWaitingRules);
        gone.forEach(sensors::remove);
        if (sensorsOn) {
            wanted.forEach(
                    content -> startSensors(contents.getOrDefault(content.pack().ref(), content)));
        }
    }

    private void put(PackContent content) {
        List<String> waiting = new ArrayList<>(content.waiting());
        List<CallableAction> callables = new ArrayList<>();
        for (Action action : content.actions()) {
            RunnerType runner = registry.runnerType(action.runnerType()).orElse(null);
            if (runner == null) {
                waiting.add("Action '" + action.ref() + "' waits: there is no runner '" + action.runnerType()
                        + "' here. Known are "
                        + registry.runnerTypes().stream().map(RunnerType::name).toList() + ".");
            } else {
                Action switched = action.enabled(switches.enabled(Kind.ACTION, action.ref(), action.enabled()));
                callables.add(CallableAction.of(switched, runner, hash(reader.document(action.enabled(true)))));
            }
        }
        registry.putPack(
                new RegisteredPack(content.pack(), content.problems(), waiting, content.configSchema()),
                callables,
                content.triggerTypes(),
                content.sensors(),
                content.config());
    }

    private void noteWaitingRules(PackContent content) {
        String ref = content.pack().ref();
        RegisteredPack pack = registry.pack(ref).orElse(null);
        if (pack == null) {
            return;
        }
        List<Problem> problems = new ArrayList<>(pack.problems());
        registry.rules().stream()
                .filter(registered -> registered.rule().ref().pack().equals(ref) && registered.fromFile())
                .forEach(registered -> waits(registered)
                        .forEach(reason -> problems.add(Problem.warning(
                                file(content, registered.rule().metadataFile()),
                                0,
                                0,
                                "Rule '" + registered.rule().ref() + "' waits: " + reason))));
        registry.putProblems(new RegisteredPack(pack.pack(), problems, pack.waiting(), pack.configSchema()));
    }

    private List<String> waits(RegisteredRule registered) {
        List<String> reasons = new ArrayList<>(registered.waitsFor());
        for (ActionCall call : registered.rule().actions()) {
            if (registry.callable(call.ref()) == null) {
                reasons.add("Action '" + call.ref() + "' is not registered. Register its pack, or correct the rule.");
            }
        }
        return reasons;
    }

    private static String file(PackContent content, @Nullable String metadataFile) {
        return content.pack().path().getFileName() + "/" + metadataFile;
    }

    // Last good versions

    private PackContent withLastGood(PackContent content) {
        if (content.broken().isEmpty()) {
            return content;
        }
        String ref = content.pack().ref();
        PackContent before = contents.get(ref);
        List<TriggerType> types = before == null
                ? stored(Kind.TRIGGER_TYPE, ref, document -> reader.triggerType(document, "database", ref))
                : before.triggerTypes();
        List<Action> actions = before == null
                ? stored(Kind.ACTION, ref, document -> reader.action(document, "database", ref)).stream()
                        .map(action -> at(action, content.pack().path()))
                        .toList()
                : before.actions();
        List<Rule> lastRules = before == null ? storedRules(ref) : before.rules();
        List<SensorType> lastSensors = before == null ? List.of() : before.sensors();
        return new PackContent(
                content.pack(),
                merged(content, content.triggerTypes(), types, TriggerType::ref, TriggerType::metadataFile),
                merged(content, content.sensors(), lastSensors, SensorType::ref, SensorType::metadataFile),
                merged(content, content.actions(), actions, Action::ref, Action::metadataFile),
                merged(content, content.rules(), lastRules, Rule::ref, Rule::metadataFile),
                content.routes(),
                content.configSchema(),
                content.config(),
                content.broken(),
                content.waiting(),
                content.problems());
    }

    private static <T> List<T> merged(
            PackContent content,
            List<T> now,
            List<T> before,
            Function<T, Ref> ref,
            Function<T, @Nullable String> file) {
        Set<Ref> present = new HashSet<>();
        now.forEach(each -> present.add(ref.apply(each)));
        return Stream.concat(
                        now.stream(),
                        before.stream()
                                .filter(each -> !present.contains(ref.apply(each))
                                        && content.broken().contains(file(content, file.apply(each)))))
                .toList();
    }

    private <T> List<T> stored(Kind kind, String pack, Function<Map<String, @Nullable Object>, Checked<T>> read) {
        return store.read(transaction -> transaction.contents().current(kind)).stream()
                .filter(content -> content.ref().pack().equals(pack))
                .flatMap(content -> read.apply(content.document()).value().stream())
                .toList();
    }

    private static Action at(Action action, Path pack) {
        return new Action(
                action.ref(),
                action.description(),
                action.enabled(),
                action.runnerType(),
                action.entryPoint(),
                pack,
                action.parameters(),
                action.outputSchema(),
                action.outputKey(),
                action.tags(),
                action.notices(),
                action.idempotent(),
                action.metadataFile());
    }

    private List<Rule> storedRules(String pack) {
        List<Rule> found = new ArrayList<>();
        for (RuleRevision revision : rules.living()) {
            Map<String, @Nullable Object> document = revision.document();
            if (document != null
                    && revision.fromFile()
                    && revision.rule().pack().equals(pack)) {
                reader.rule(document, "database", pack)
                        .value()
                        .ifPresent(rule -> found.add(RuleBook.wanted(rule, revision)));
            }
        }
        return found;
    }

    // Rules

    private List<Wish> wishes(PackContent content) {
        List<Wish> wishes = new ArrayList<>();
        Set<Ref> present = new HashSet<>();
        for (Rule rule : content.rules()) {
            present.add(rule.ref());
            wishes.add(new Wish(rule.ref(), rule, true, switches.overlay(Kind.RULE, rule.ref())));
        }
        wishes.addAll(removals(content.pack().ref(), present));
        return wishes;
    }

    private List<Wish> removals(String pack, Set<Ref> present) {
        Set<Ref> known = new HashSet<>();
        registry.rules().stream()
                .filter(RegisteredRule::fromFile)
                .forEach(registered -> known.add(registered.rule().ref()));
        rules.living().stream().filter(RuleRevision::fromFile).forEach(revision -> known.add(revision.rule()));
        return known.stream()
                .filter(ref -> ref.pack().equals(pack) && !present.contains(ref))
                .map(ref -> new Wish(ref, null, true, null))
                .toList();
    }

    /** Brings back the rules that the API made, and lets go of those whose pack went while the daemon was down. */
    void restoreRules() {
        List<Wish> wishes = new ArrayList<>();
        for (RuleRevision revision : rules.living()) {
            Map<String, @Nullable Object> document = revision.document();
            if (document == null) {
                continue;
            }
            Ref ref = revision.rule();
            if (revision.fromFile()) {
                if (!contents.containsKey(ref.pack())) {
                    wishes.add(new Wish(ref, null, true, null));
                }
            } else {
                Checked<Rule> checked = reader.rule(document, "database", ref.pack());
                checked.problems().forEach(problem -> LOG.warn("Stored rule '{}': {}", ref, problem));
                checked.value()
                        .ifPresent(rule -> wishes.add(new Wish(ref, RuleBook.wanted(rule, revision), false, null)));
            }
        }
        rules.change(wishes, FILES, "its pack's folder is gone", RuleBook.NOTHING);
    }

    /** Lets go of what was registered once and went while the daemon was down; not of what cannot be read just now. */
    void forgetContents() {
        if (!unreadable.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Set<String> present = new HashSet<>();
        registry.packs()
                .forEach(pack -> registered(pack.pack().ref(), now)
                        .forEach(each -> present.add(each.kind().uid(each.ref()))));
        List<Content> gone = new ArrayList<>();
        for (Kind kind : KINDS) {
            store.read(transaction -> transaction.contents().current(kind)).stream()
                    .filter(each -> each.fromFile() && !present.contains(kind.uid(each.ref())))
                    .forEach(gone::add);
        }
        record(List.of(), gone, FILES, now);
    }

    // Sensors

    /** Starts the sensors of all packs; from now on a changed pack's sensors change with it. */
    public synchronized void startSensors() {
        sensorsOn = true;
        contents.values().forEach(this::startSensors);
    }

    private void startSensors(PackContent content) {
        List<Ref> disabled = content.sensors().stream()
                .filter(sensor -> !switches.enabled(Kind.SENSOR, sensor.ref(), sensor.enabled()))
                .map(SensorType::ref)
                .toList();
        List<Problem> found = sensors.apply(content, disabled);
        if (!found.isEmpty()) {
            found.stream().filter(told::add).forEach(problem -> LOG.warn("{}", problem));
            registry.pack(content.pack().ref()).ifPresent(pack -> {
                List<Problem> all = new ArrayList<>(pack.problems());
                all.addAll(found);
                registry.putProblems(new RegisteredPack(pack.pack(), all, pack.waiting(), pack.configSchema()));
            });
        }
    }

    // Stored content

    private List<Content> registered(String pack, Instant now) {
        List<Content> all = new ArrayList<>();
        registry.pack(pack)
                .ifPresent(registeredPack -> all.add(content(
                        Kind.PACK, Ref.of(pack, pack), registeredPack.pack().metadata(), true, now)));
        registry.triggerTypes().stream()
                .filter(type -> type.ref().pack().equals(pack))
                .forEach(type -> all.add(content(Kind.TRIGGER_TYPE, type.ref(), reader.document(type), true, now)));
        registry.actions().stream()
                .filter(action -> action.ref().pack().equals(pack))
                .forEach(action -> all.add(content(
                        Kind.ACTION, action.ref(), reader.document(action.enabled(true)), action.enabled(), now)));
        registry.sensors().stream()
                .filter(sensor -> sensor.ref().pack().equals(pack))
                .forEach(
                        sensor -> all.add(content(Kind.SENSOR, sensor.ref(), document(sensor), sensor.enabled(), now)));
        return all;
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
        return document;
    }

    private static Content content(
            Kind kind, Ref ref, Map<String, @Nullable Object> document, boolean enabled, Instant now) {
        return new Content(kind, ref, hash(document), document, enabled, true, now);
    }

    private void record(List<Content> changed, List<Content> removed, String who, Instant now) {
        if (changed.isEmpty() && removed.isEmpty()) {
            return;
        }
        committer.commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.contents().putAll(changed);
                removed.forEach(each -> transaction.contents().remove(each.kind(), each.ref()));
            });
            changed.forEach(each -> audit(
                    batch, each, hashes.containsKey(each.kind().uid(each.ref())) ? "changed" : "registered", who, now));
            removed.forEach(each -> audit(batch, each, "removed", who, now));
        }));
        changed.forEach(each -> hashes.put(each.kind().uid(each.ref()), each.hash()));
        removed.forEach(each -> hashes.remove(each.kind().uid(each.ref())));
    }

    private static void audit(Batch batch, Content content, String what, String who, Instant now) {
        String subject = content.kind() == Kind.PACK
                ? content.ref().pack()
                : content.ref().toString();
        String kind = content.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        batch.append(AuditRecord.of(who, what, kind, subject, null, now));
    }

    /** {@return what tells revisions of a document apart} */
    static String hash(Map<String, @Nullable Object> document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(document).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
