package io.drover.engine.rehearse;

import io.drover.engine.match.Rules;
import io.drover.engine.schema.Json;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads packs that a test laid down as values, and documents with the few keys that tests need. */
public final class PlainReader implements PackReader {
    private final Map<Path, Checked<PackContent>> folders = new ConcurrentHashMap<>();
    private final WrittenActions written = new WrittenActions(this);

    /** Lays a pack down in its folder. */
    public void lay(PackContent content) {
        folders.put(content.pack().path(), new Checked<>(content, content.problems()));
    }

    /** Makes a folder unreadable. */
    public void spoil(Path folder, Problem problem) {
        folders.put(folder, new Checked<>(null, List.of(problem)));
    }

    /** Takes a folder away. */
    public void drop(Path folder) {
        folders.remove(folder);
    }

    /** {@return the folders that are there} */
    public List<Path> folders() {
        return folders.keySet().stream().sorted().toList();
    }

    @Override
    public Checked<PackContent> read(Path folder, @Nullable Pack lastGood) {
        Checked<PackContent> content = folders.get(folder);
        return content == null
                ? new Checked<>(null, List.of(Problem.error(folder + "/pack.yaml", 0, 0, "It is not there.")))
                : new Checked<>(content.value().map(written::added).orElse(null), content.problems());
    }

    @Override
    public Checked<Rule> rule(Map<String, @Nullable Object> document, String source, String defaultPack) {
        return checked(source, () -> rule(document, defaultPack));
    }

    @Override
    public Checked<Rule> ruleText(String yaml, String source, String defaultPack) {
        return new Checked<>(null, List.of(Problem.error(source, 1, 1, "This reader reads no text.")));
    }

    @Override
    public Checked<Action> action(Map<String, @Nullable Object> document, String source, String defaultPack) {
        return checked(
                source,
                () -> new Action(
                        ref(document, defaultPack),
                        null,
                        flag(document, "enabled", true),
                        text(document, "runner_type"),
                        String.valueOf(document.getOrDefault("entry_point", "")),
                        null,
                        map(document, "parameters"),
                        null,
                        null,
                        List.of(),
                        null,
                        flag(document, "idempotent", false),
                        textOrNull(document, "metadata_file")));
    }

    @Override
    public Checked<TriggerType> triggerType(Map<String, @Nullable Object> document, String source, String defaultPack) {
        return checked(
                source,
                () -> new TriggerType(
                        ref(document, defaultPack),
                        null,
                        map(document, "payload_schema"),
                        map(document, "parameters_schema"),
                        List.of(),
                        textOrNull(document, "metadata_file")));
    }

    @Override
    public Checked<Policy> policy(Map<String, @Nullable Object> document, String source, String defaultPack) {
        return checked(source, () -> {
            PolicyType type = PolicyType.find(text(document, "policy_type")).orElseThrow();
            return new Policy(
                    ref(document, defaultPack),
                    null,
                    flag(document, "enabled", true),
                    Ref.parse(text(document, "resource_ref")),
                    type,
                    type.filled(map(document, "parameters")),
                    textOrNull(document, "metadata_file"));
        });
    }

    @Override
    public Map<String, @Nullable Object> document(Policy policy) {
        Map<String, @Nullable Object> document = document(policy.ref(), policy.metadataFile());
        document.put("enabled", policy.enabled());
        document.put("resource_ref", policy.resource().toString());
        document.put("policy_type", policy.type().ref());
        document.put("parameters", policy.parameters());
        return document;
    }

    @Override
    public Map<String, @Nullable Object> document(Rule rule) {
        Map<String, @Nullable Object> document = document(rule.ref(), rule.metadataFile());
        document.put("enabled", rule.enabled());
        document.put("shadow", rule.shadow());
        if (rule.type() == Rule.Type.BACKSTOP) {
            document.put("type", Map.of("ref", "backstop"));
        }
        document.put(
                "trigger",
                Map.of(
                        "type",
                        rule.trigger().type().toString(),
                        "parameters",
                        rule.trigger().parameters()));
        Map<String, @Nullable Object> criteria = new LinkedHashMap<>();
        for (Criterion criterion : rule.criteria()) {
            Map<String, @Nullable Object> condition = new LinkedHashMap<>();
            condition.put("type", criterion.operatorName());
            condition.put("pattern", criterion.pattern());
            criteria.put(criterion.key(), condition);
        }
        document.put("criteria", criteria);
        document.put("where", rule.where());
        document.put(
                "actions",
                rule.actions().stream()
                        .map(call -> Map.of("ref", call.ref().toString(), "parameters", call.parameters()))
                        .toList());
        document.put("context", rule.context());
        Program program = rule.program();
        if (program != null) {
            document.put(
                    "drl",
                    Map.of(
                            "head",
                            program.head(),
                            "text",
                            program.text(),
                            "name",
                            program.name(),
                            "trigger_types",
                            program.triggerTypes().stream().map(Ref::toString).toList()));
        }
        Correlated.into(document, rule);
        return document;
    }

    @Override
    public Map<String, @Nullable Object> document(Action action) {
        Map<String, @Nullable Object> document = document(action.ref(), action.metadataFile());
        document.put("enabled", action.enabled());
        document.put("runner_type", action.runnerType());
        document.put("entry_point", action.entryPoint());
        document.put("parameters", action.parameters());
        document.put("idempotent", action.idempotent());
        return document;
    }

    @Override
    public String text(Action action) {
        return Json.write(document(action));
    }

    @Override
    public Map<String, @Nullable Object> document(TriggerType type) {
        Map<String, @Nullable Object> document = document(type.ref(), type.metadataFile());
        document.put("payload_schema", type.payloadSchema());
        document.put("parameters_schema", type.parametersSchema());
        return document;
    }

    private static Map<String, @Nullable Object> document(Ref ref, @Nullable String file) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", ref.name());
        document.put("pack", ref.pack());
        document.put("metadata_file", file);
        return document;
    }

    private static Rule rule(Map<String, @Nullable Object> document, String defaultPack) {
        Map<String, @Nullable Object> trigger = map(document, "trigger");
        List<Criterion> criteria = new ArrayList<>();
        map(document, "criteria").forEach((key, value) -> {
            Map<String, @Nullable Object> condition = map(value);
            criteria.add(Rules.criterion(key, text(condition, "type"), condition.get("pattern")));
        });
        List<ActionCall> calls = new ArrayList<>();
        if (document.get("actions") instanceof List<?> listed) {
            listed.forEach(call -> {
                Map<String, @Nullable Object> asked = map(call);
                calls.add(new ActionCall(Ref.parse(text(asked, "ref")), map(asked, "parameters"), null));
            });
        }
        return new Rule(
                ref(document, defaultPack),
                null,
                flag(document, "enabled", true),
                flag(document, "shadow", false),
                "backstop".equals(map(document, "type").get("ref")) ? Rule.Type.BACKSTOP : Rule.Type.STANDARD,
                Trigger.of(Ref.parse(text(trigger, "type")), map(trigger, "parameters")),
                criteria,
                textOrNull(document, "where"),
                calls,
                0,
                List.of(),
                map(document, "context"),
                textOrNull(document, "metadata_file"),
                program(map(document, "drl")),
                Correlated.when(document),
                Correlated.limits(document));
    }

    private static @Nullable Program program(Map<String, @Nullable Object> document) {
        return document.get("trigger_types") instanceof List<?> types
                ? new Program(
                        text(document, "head"),
                        text(document, "text"),
                        text(document, "name"),
                        1,
                        types.stream().map(String::valueOf).map(Ref::parse).toList())
                : null;
    }

    private static <T> Checked<T> checked(String source, Supplier<T> read) {
        try {
            return Checked.of(read.get());
        } catch (RuntimeException e) {
            return new Checked<>(null, List.of(Problem.error(source, 0, 0, String.valueOf(e.getMessage()))));
        }
    }

    private static Ref ref(Map<String, @Nullable Object> document, String defaultPack) {
        String pack = textOrNull(document, "pack");
        return Ref.of(pack == null ? defaultPack : pack, text(document, "name"));
    }

    private static String text(Map<String, @Nullable Object> document, String key) {
        String text = textOrNull(document, key);
        if (text == null) {
            throw new IllegalArgumentException("Expected the key '" + key + "' in " + document.keySet() + ".");
        }
        return text;
    }

    private static @Nullable String textOrNull(Map<String, @Nullable Object> document, String key) {
        Object value = document.get(key);
        return value == null ? null : value.toString();
    }

    private static boolean flag(Map<String, @Nullable Object> document, String key, boolean otherwise) {
        return document.get(key) instanceof Boolean flag ? flag : otherwise;
    }

    private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> document, String key) {
        return map(document.get(key));
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of();
    }
}
