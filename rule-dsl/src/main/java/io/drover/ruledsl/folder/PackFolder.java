package io.drover.ruledsl.folder;

import io.drover.model.action.Action;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.ProgramLimits;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.pack.RouteFile;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import io.drover.ruledsl.read.ActionForm;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.read.PolicyForm;
import io.drover.ruledsl.read.ProgramLimitsForm;
import io.drover.ruledsl.read.References;
import io.drover.ruledsl.read.RuleForm;
import io.drover.ruledsl.read.SchemaForm;
import io.drover.ruledsl.read.SensorForm;
import io.drover.ruledsl.read.TriggerTypeForm;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One reading of a pack's folder. */
public final class PackFolder {
    private final Path folder;
    private final Path root;
    private final Pack pack;
    private final PackFiles files;
    private final List<TriggerType> triggerTypes = new ArrayList<>();
    private final List<SensorType> sensors = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();
    private final List<RouteFile> routes = new ArrayList<>();
    private final List<ProgramFile> programs = new ArrayList<>();
    private final List<ProgramLimits> programLimits = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> broken = new TreeSet<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> declared = new HashMap<>();

    private PackFolder(Path folder, Path root, Pack pack, PackFiles files) {
        this.folder = folder;
        this.root = root;
        this.pack = pack;
        this.files = files;
    }

    /**
     * Reads a pack.
     *
     * @param configs the folder of the packs' configs; null where there is none
     * @param lastGood stands for a {@code pack.yaml} that cannot be read; null where there is none
     */
    public static PackReading read(Path folder, @Nullable Path configs, @Nullable Pack lastGood) {
        Findings findings = new Findings(folder.getFileName() + "/pack.yaml");
        try {
            Path root = folder.toRealPath();
            PackFiles files = PackFiles.of(folder, root);
            Pack read = metadata(folder, root, files, findings);
            Pack pack = read == null && lastGood != null ? lastGood.in(folder, files.regular()) : read;
            if (pack == null) {
                List<Problem> all = new ArrayList<>(findings.all());
                all.addAll(files.problems());
                return noPack(all);
            }
            PackFolder reading = new PackFolder(folder, root, pack, files);
            reading.close(findings);
            return reading.content(configs);
        } catch (IOException e) {
            findings.error(
                    "The folder '" + folder + "' cannot be read: " + e + ". Check that it exists and who may read it.");
            return noPack(findings.all());
        }
    }

    /** {@return whether a file is one of those that declare something, by its name} */
    public static boolean isMetadata(Path file) {
        return Files.isRegularFile(file) && PackFiles.isMetadata(file.toString());
    }

    private static PackReading noPack(List<Problem> problems) {
        return new PackReading(new Checked<>(null, problems));
    }

    private static @Nullable Pack metadata(Path folder, Path root, PackFiles files, Findings findings) {
        if (!files.regular().contains("pack.yaml")) {
            findings.error("The folder '" + folder + "' is no pack: it has no readable pack.yaml. Write one with name, "
                    + "ref, version, description and author.");
            return null;
        }
        Located located = SourceText.file(root.resolve("pack.yaml"), findings);
        return located == null ? null : new PackForm(findings).read(located, folder, files.regular());
    }

    private PackReading content(@Nullable Path configs) {
        files.problems().forEach(problem -> {
            problems.add(problem);
            broken.add(problem.file());
        });
        all("triggers", this::triggerType);
        all("sensors", this::sensor);
        all("actions", this::action);
        all("rules", this::rule);
        all("aliases", this::alias);
        all("policies", this::policy);
        files.regular().forEach(this::otherFile);
        if (programs.isEmpty()) {
            programLimits.forEach(this::withoutProgram);
        }
        Map<String, @Nullable Object> schema = configSchema();
        Map<String, @Nullable Object> config = config(configs, schema);
        PackContent content = new PackContent(
                pack,
                triggerTypes,
                sensors,
                actions,
                rules,
                policies,
                routes,
                programs,
                programLimits,
                references,
                schema,
                config,
                List.copyOf(broken),
                waiting,
                problems);
        return new PackReading(new Checked<>(content, problems));
    }

    private String named(String file) {
        return folder.getFileName() + "/" + file;
    }

    private Findings open(String file) {
        return new Findings(named(file));
    }

    private void close(Findings findings) {
        problems.addAll(findings.all());
        if (findings.hasErrors()) {
            broken.add(findings.source());
        }
    }

    /** Reads what one file declares. */
    private interface Reader {
        void read(Located located, Origin origin, Findings findings);
    }

    private void all(String directory, Reader reader) {
        for (String file : files.metadata(directory)) {
            Findings findings = open(file);
            Located located = SourceText.file(root.resolve(file), findings);
            if (located != null) {
                reader.read(located, new Origin(pack.ref(), file), findings);
            }
            close(findings);
        }
    }

    private void triggerType(Located located, Origin origin, Findings findings) {
        TriggerType type = new TriggerTypeForm(findings).read(located, origin);
        if (type != null && isFirst("trigger type", type.ref(), findings)) {
            triggerTypes.add(type);
        }
    }

    private void sensor(Located located, Origin origin, Findings findings) {
        SensorForm.Declared read = new SensorForm(findings).read(located, origin);
        if (read == null || !isFirst("sensor", read.sensor().ref(), findings)) {
            return;
        }
        List<TriggerType> types = read.triggerTypes().stream()
                .filter(type -> isFirst("trigger type", type.ref(), findings))
                .toList();
        if (!findings.hasErrors()) {
            sensors.add(read.sensor());
            triggerTypes.addAll(types);
            waiting.add("Sensor '" + read.sensor().ref() + "' waits: Python sensors are not run yet.");
        }
    }

    private void action(Located located, Origin origin, Findings findings) {
        Action action = new ActionForm(findings).read(located, origin, folder);
        if (action != null && isFirst("action", action.ref(), findings)) {
            actions.add(action);
        }
    }

    private void rule(Located located, Origin origin, Findings findings) {
        if (ProgramLimitsForm.fits(located)) {
            ProgramLimits limits = new ProgramLimitsForm(findings).read(located, origin);
            if (limits != null && isFirst("limits of rule", limits.rule(), findings)) {
                programLimits.add(limits);
            }
            return;
        }
        references.addAll(References.of(located, findings.source()));
        Rule rule = new RuleForm(findings).read(located, origin);
        if (rule != null && isFirst("rule", rule.ref(), findings)) {
            rules.add(rule);
        }
    }

    private void withoutProgram(ProgramLimits limits) {
        problems.add(Problem.error(
                limits.file(),
                limits.line(),
                0,
                "The file has nothing but the limits of the rule '" + limits.rule()
                        + "', as for a rule in DRL, and the pack has none. Write the rule's trigger and action here, or the"
                        + " rule in a file rules/<name>.drl."));
        broken.add(limits.file());
    }

    private void policy(Located located, Origin origin, Findings findings) {
        Policy policy = new PolicyForm(findings).read(located, origin);
        if (policy != null && isFirst("policy", policy.ref(), findings)) {
            policies.add(policy);
        }
    }

    private void alias(Located located, Origin origin, Findings findings) {
        Fields fields = Fields.of(located, "an alias", findings);
        if (fields != null) {
            String name = fields.required("name");
            waiting.add("Alias '" + origin.pack() + "." + name + "' waits: aliases are not run yet.");
        }
    }

    private void otherFile(String file) {
        if (file.startsWith("routes/")
                && (file.endsWith(".camel.yaml") || file.endsWith(".camel.yml") || file.endsWith(".camel.xml"))) {
            text(file).ifPresent(text -> routes.add(new RouteFile(named(file), folder.resolve(file), text)));
        } else if (PackFiles.isProgram(file)) {
            text(file).ifPresent(text -> programs.add(new ProgramFile(named(file), file, text)));
        } else if (PackFiles.isTable(file)) {
            bytes(file).ifPresent(bytes -> programs.add(ProgramFile.table(named(file), file, bytes)));
        }
    }

    private Optional<String> text(String file) {
        Findings findings = open(file);
        String text = SourceText.text(root.resolve(file), findings);
        close(findings);
        return Optional.ofNullable(text);
    }

    private Optional<byte[]> bytes(String file) {
        Findings findings = open(file);
        byte[] bytes = SourceText.bytes(root.resolve(file), findings);
        close(findings);
        return Optional.ofNullable(bytes);
    }

    private boolean isFirst(String what, Ref ref, Findings findings) {
        String earlier = declared.putIfAbsent(what + " " + ref, findings.source());
        if (earlier != null) {
            findings.error("The " + what + " '" + ref + "' is declared in " + earlier
                    + " already, which counts. Give this one another name.");
        }
        return earlier == null;
    }

    private Map<String, @Nullable Object> configSchema() {
        if (!files.regular().contains("config.schema.yaml")) {
            return Map.of();
        }
        Findings findings = open("config.schema.yaml");
        Located located = SourceText.file(root.resolve("config.schema.yaml"), findings);
        Fields fields = located == null ? null : Fields.of(located, "a config schema", findings);
        if (fields != null) {
            new SchemaForm(findings).checkAll(fields, "the attribute");
        }
        return closeConfig(findings, fields);
    }

    private Map<String, @Nullable Object> config(@Nullable Path configs, Map<String, @Nullable Object> schema) {
        String name = pack.ref() + ".yaml";
        if (configs == null || !Files.exists(configs.resolve(name))) {
            return ConfigDefaults.fill(Map.of(), schema);
        }
        Findings findings = new Findings(configs.getFileName() + "/" + name);
        Located located = SourceText.file(configs.resolve(name), findings);
        Fields fields = located == null ? null : Fields.of(located, "a config", findings);
        if (located != null && fields != null) {
            new ConfigCheck(findings, pack.ref()).check(located, schema);
        }
        return ConfigDefaults.fill(closeConfig(findings, fields), schema);
    }

    private Map<String, @Nullable Object> closeConfig(Findings findings, @Nullable Fields fields) {
        close(findings);
        if (fields == null || findings.hasErrors()) {
            broken.add(PackContent.CONFIG);
            return Map.of();
        }
        return fields.json();
    }
}
