package io.drover.ruledsl;

import io.drover.model.action.Action;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTestFile;
import io.drover.model.trigger.TriggerType;
import io.drover.ruledsl.folder.PackFolder;
import io.drover.ruledsl.read.ActionForm;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.read.PolicyForm;
import io.drover.ruledsl.read.RuleForm;
import io.drover.ruledsl.read.TriggerTypeForm;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Reads packs as StackStorm lays them out: YAML 1.1 as PyYAML reads it, or JSON. */
public final class YamlPackReader implements PackReader {
    private final @Nullable Path configs;

    /**
     * A reader.
     *
     * @param configs the folder of the packs' configs, {@code <pack>.yaml} each; null where there is none
     */
    public YamlPackReader(@Nullable Path configs) {
        this.configs = configs;
    }

    @Override
    public Checked<PackContent> read(Path folder, @Nullable Pack lastGood) {
        return PackFolder.read(folder.toAbsolutePath().normalize(), configs, lastGood)
                .content();
    }

    @Override
    public List<RuleTestFile> ruleTests(Path folder) {
        Path pack = folder.toAbsolutePath().normalize();
        return RuleTestFiles.in(pack).stream()
                .map(file -> {
                    String name = pack.getFileName() + "/" + RuleTestFiles.FOLDER + "/" + file.getFileName();
                    return new RuleTestFile(name, RuleTestFiles.read(file, name));
                })
                .toList();
    }

    @Override
    public Checked<Rule> rule(Map<String, @Nullable Object> document, String source, String defaultPack) {
        Findings findings = new Findings(source);
        return findings.checked(new RuleForm(findings).read(Located.document(document), new Origin(defaultPack, null)));
    }

    @Override
    public Checked<Rule> ruleText(String yaml, String source, String defaultPack) {
        Findings findings = new Findings(source);
        Located located = SourceText.yaml(yaml, findings);
        return findings.checked(
                located == null ? null : new RuleForm(findings).read(located, new Origin(defaultPack, null)));
    }

    @Override
    public Checked<Action> action(Map<String, @Nullable Object> document, String source, String defaultPack) {
        Findings findings = new Findings(source);
        return findings.checked(
                new ActionForm(findings).read(Located.document(document), new Origin(defaultPack, null), null));
    }

    @Override
    public Checked<TriggerType> triggerType(Map<String, @Nullable Object> document, String source, String defaultPack) {
        Findings findings = new Findings(source);
        return findings.checked(
                new TriggerTypeForm(findings).read(Located.document(document), new Origin(defaultPack, null)));
    }

    @Override
    public Checked<Policy> policy(Map<String, @Nullable Object> document, String source, String defaultPack) {
        Findings findings = new Findings(source);
        return findings.checked(
                new PolicyForm(findings).read(Located.document(document), new Origin(defaultPack, null)));
    }

    @Override
    public Map<String, @Nullable Object> document(Rule rule) {
        return RuleForm.document(rule);
    }

    @Override
    public Map<String, @Nullable Object> document(Action action) {
        return ActionForm.document(action);
    }

    @Override
    public String text(Action action) {
        Map<String, @Nullable Object> document = ActionForm.document(action);
        document.keySet().removeAll(Set.of("pack", "metadata_file"));
        document.values().removeIf(Objects::isNull);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(document);
    }

    @Override
    public Map<String, @Nullable Object> document(TriggerType type) {
        return TriggerTypeForm.document(type);
    }

    @Override
    public Map<String, @Nullable Object> document(Policy policy) {
        return PolicyForm.document(policy);
    }
}
