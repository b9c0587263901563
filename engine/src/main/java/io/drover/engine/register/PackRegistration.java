package io.drover.engine.register;

import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.drl.ProgramBook;
import io.drover.engine.drl.ProgramPlane;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.store.Contents.Content;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Brings what is registered to what the packs' folders say: looks at all of them, completes what is broken by what was good
 * last, and puts that into force. One registration at a time.
 */
public final class PackRegistration implements Packs {
    /** Who acts when a file changed. */
    public static final String FILES = "files";

    private final Registry registry;
    private final PackReader reader;
    private final PackDocuments documents;
    private final LastGood lastGood;
    private final ConfigSeals configs;
    private final ContentBook contents;
    private final RuleBook rules;
    private final PolicyChanges policies;
    private final ActionBook actions;
    private final ProgramBook programs;
    private final ProgramPlane plane;
    private final SensorSwitches sensors;
    private final Supplier<List<Path>> folders;
    private final InstantSource clock;
    private final PackHashes hashes = new PackHashes();
    private final ProblemLog problemLog = new ProblemLog();
    /** The packs as they were read last. */
    private final Map<String, PackContent> found = new TreeMap<>();
    /** What was wrong with the DRL of packs that have some. */
    private final Map<String, List<Problem>> withPrograms = new HashMap<>();

    private volatile Consumer<PackContent> registered = pack -> {};
    private boolean sensorsOn;

    PackRegistration(
            Registry registry,
            PackReader reader,
            LastGood lastGood,
            ConfigSeals configs,
            ContentBook contents,
            RuleBook rules,
            PolicyChanges policies,
            ActionBook actions,
            ProgramBook programs,
            ProgramPlane plane,
            SensorSwitches sensors,
            Supplier<List<Path>> folders,
            InstantSource clock) {
        this.registry = registry;
        this.reader = reader;
        this.documents = new PackDocuments(reader);
        this.lastGood = lastGood;
        this.configs = configs;
        this.contents = contents;
        this.rules = rules;
        this.policies = policies;
        this.actions = actions;
        this.programs = programs;
        this.plane = plane;
        this.sensors = sensors;
        this.folders = folders;
        this.clock = clock;
    }

    /** Names who is told of each pack once what it says is in force. It must not take long. */
    public void whenRegistered(Consumer<PackContent> told) {
        registered = told;
    }

    @Override
    public Registration register(List<String> refs, Principal by) {
        return register(refs, by.user());
    }

    /** Reads packs again and registers what changed, on behalf of a user or of {@link #FILES}. */
    public synchronized Registration register(List<String> refs, String who) {
        FoundPacks folderContents = FoundPacks.of(folders.get(), reader, lastGood);
        List<PackContent> chosen = folderContents.chosen(refs);
        Set<String> gone = new TreeSet<>();
        if (refs.isEmpty()) {
            gone.addAll(contents.packs());
            gone.addAll(rules.packs());
            lastGood.all().forEach(content -> gone.add(content.pack().ref()));
            gone.removeAll(folderContents.packs().keySet());
        }
        apply(chosen, gone, who);
        List<Problem> problems = new ArrayList<>(folderContents.problems());
        chosen.forEach(
                content -> registry.pack(content.pack().ref()).ifPresent(pack -> problems.addAll(pack.problems())));
        if (refs.isEmpty()) {
            problemLog.keep(problems);
        }
        problemLog.tell(problems);
        return new Registration(counts(chosen), problems);
    }

    private void apply(List<PackContent> chosen, Set<String> gone, String who) {
        Instant now = clock.instant();
        Map<String, List<Content>> rows = new LinkedHashMap<>();
        Map<String, List<Rule>> itsRules = new LinkedHashMap<>();
        Map<String, List<Policy>> itsPolicies = new LinkedHashMap<>();
        for (String pack : gone) {
            registry.removePack(pack);
            actions.gone(pack);
            lastGood.remove(pack);
            programs.remove(pack);
            found.remove(pack);
            withPrograms.remove(pack);
            plane.files(pack, List.of());
            rows.put(pack, List.of());
            itsRules.put(pack, List.of());
            itsPolicies.put(pack, List.of());
        }
        for (PackContent content : chosen) {
            String pack = content.pack().ref();
            lastGood.put(content);
            found.put(pack, content);
            rows.put(pack, put(content, now));
            itsRules.put(pack, content.rules());
            itsPolicies.put(pack, content.policies());
        }
        policies.files(itsPolicies);
        contents.record(rows, who, now);
        readPrograms(itsRules);
        rules.files(itsRules, who);
        gone.forEach(sensors::remove);
        if (sensorsOn) {
            chosen.forEach(this::startSensors);
        }
        chosen.forEach(registered);
    }

    /** Reads the DRL of all packs, as the types that their rules name may have changed with any of them. */
    private void readPrograms(Map<String, List<Rule>> itsRules) {
        for (PackContent content : found.values()) {
            String pack = content.pack().ref();
            if (content.programs().isEmpty() && !withPrograms.containsKey(pack)) {
                continue;
            }
            PackContent whole = programs.read(content, registry.triggerTypes(), () -> rules.stored(pack));
            lastGood.put(whole);
            List<Problem> wrong = new ArrayList<>(whole.problems());
            wrong.removeAll(content.problems());
            registry.replaceProblems(pack, withPrograms.getOrDefault(pack, List.of()), wrong);
            withPrograms.put(pack, wrong);
            problemLog.tell(wrong);
            itsRules.put(pack, whole.rules());
            plane.files(pack, programs.files(whole, registry.triggerTypes()));
        }
    }

    /** {@return what is stored of the pack} */
    private List<Content> put(PackContent content, Instant now) {
        List<String> waiting = new ArrayList<>(content.waiting());
        List<CallableAction> callables = new ArrayList<>();
        for (Action action : content.actions()) {
            RunnerType runner = registry.runnerType(action.runnerType()).orElse(null);
            if (runner == null) {
                waiting.add("Action '" + action.ref() + "' waits: there is no runner '" + action.runnerType()
                        + "' here. Known are "
                        + registry.runnerTypes().stream().map(RunnerType::name).toList() + ".");
            } else {
                callables.add(CallableAction.of(action, runner, documents.revision(action)));
            }
        }
        List<CallableAction> inForce = actions.files(
                content.pack().ref(),
                content.pack().path(),
                callables,
                published -> registry.putPack(
                        new RegisteredPack(
                                content.pack(),
                                problems(content),
                                waiting,
                                content.references(),
                                content.configSchema()),
                        published,
                        content.triggerTypes(),
                        content.sensors(),
                        content.config()));
        List<Content> rows = new ArrayList<>(documents.of(content, inForce, hashes.of(content.pack()), now));
        // of one name there is one row, and it is the API's
        List<Content> hidden = rows.stream()
                .filter(row -> (row.kind() == Kind.POLICY && policies.isMade(row.ref()))
                        || (row.kind() == Kind.ACTION && actions.isMade(row.ref())))
                .toList();
        rows.removeAll(hidden);
        contents.leave(hidden);
        configs.row(content, now).ifPresent(rows::add);
        return rows;
    }

    private List<Problem> problems(PackContent content) {
        List<Problem> problems = new ArrayList<>(content.problems());
        content.actions().stream()
                .filter(action -> actions.isMade(action.ref()))
                .map(action -> Problem.error(
                        content.pack().path().getFileName() + "/" + action.metadataFile(),
                        0,
                        0,
                        "Action '" + action.ref() + "' was made by API already, which stays in force; this file waits."
                                + " Delete that action, 'drover action delete " + action.ref()
                                + "', and the file counts from then on; or give this one another name."))
                .forEach(problems::add);
        return problems;
    }

    /** Starts the sensors of all packs; from now on a changed pack's sensors change with it. */
    public synchronized void startSensors() {
        sensorsOn = true;
        lastGood.all().forEach(this::startSensors);
    }

    private void startSensors(PackContent content) {
        List<Problem> found = sensors.apply(content);
        problemLog.tell(found);
        registry.addProblems(content.pack().ref(), found);
    }

    private Map<String, Integer> counts(List<PackContent> packs) {
        Map<String, Integer> counts = new TreeMap<>();
        counts.put("actions", sum(packs, content -> content.actions().size()));
        counts.put("rules", sum(packs, this::ruleCount));
        counts.put("sensors", sum(packs, content -> content.sensors().size()));
        counts.put("triggers", sum(packs, content -> content.triggerTypes().size()));
        counts.put("configs", sum(packs, content -> content.config().isEmpty() ? 0 : 1));
        counts.put("aliases", 0);
        counts.put("policies", sum(packs, content -> content.policies().size()));
        return counts;
    }

    private int ruleCount(PackContent content) {
        return lastGood.of(content.pack().ref()).orElse(content).rules().size();
    }

    private static int sum(List<PackContent> packs, ToIntFunction<PackContent> part) {
        return packs.stream().mapToInt(part).sum();
    }
}
