package io.drover.ruledsl.read;

import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.text.Nearest;
import io.drover.model.trigger.Trigger;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules in StackStorm's form, with {@code where}, {@code shadow}, {@code priority} and {@code actions} beside it. */
public final class RuleForm {
    private static final Set<String> KEYS = Set.of(
            "name",
            "pack",
            "ref",
            "id",
            "uid",
            "metadata_file",
            "description",
            "enabled",
            "shadow",
            "type",
            "trigger",
            "criteria",
            "where",
            "action",
            "actions",
            "tags",
            "priority",
            "context",
            "drl");
    private static final Map<String, String> LATER = Map.of(
            "when", "Rules over several events are not run yet",
            "limits", "Limits are not run yet");
    private static final Set<String> TRIGGER_KEYS = Set.of("type", "parameters", "description", "ref");
    private static final Set<String> ACTION_KEYS = Set.of("ref", "parameters", "description");
    private static final Set<String> TYPE_KEYS = Set.of("ref", "parameters");
    private static final Set<String> PROGRAM_KEYS = Set.of("name", "line", "trigger_types", "head", "text");
    private static final List<String> TYPES = List.of("standard", "backstop");

    private final Findings findings;

    public RuleForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the rule; null after an error} */
    public @Nullable Rule read(Located located, Origin origin) {
        Fields fields = Fields.of(located, "a rule", findings);
        if (fields == null) {
            return null;
        }
        LATER.forEach((key, reason) -> {
            if (fields.has(key)) {
                findings.error(
                        fields.keyPlace(key),
                        reason + ", so '" + key + "' cannot be used. "
                                + "Write 'trigger' with 'criteria' or 'where', and no limits.");
            }
        });
        List<String> allowed = new ArrayList<>(KEYS);
        allowed.addAll(LATER.keySet());
        fields.refuseOthers(allowed, "a rule");

        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        Trigger trigger = trigger(fields);
        List<Criterion> criteria = new CriteriaForm(findings).read(fields);
        String where = where(fields);
        Program program = program(fields);
        List<ActionCall> actions =
                program != null && !fields.has("action") && !fields.has("actions") ? List.of() : actions(fields);
        Integer priority = fields.integer("priority");
        Rule.Type type = type(fields);
        String description = fields.text("description");
        boolean enabled = fields.flag("enabled", false);
        boolean shadow = fields.flag("shadow", false);
        var tags = Names.tags(fields);
        Map<String, @Nullable Object> context = fields.object("context");
        String file = origin.isFolder() ? origin.file() : Names.metadataFile(fields);
        if (ref == null || trigger == null || (actions.isEmpty() && program == null) || findings.hasErrors()) {
            return null;
        }
        return new Rule(
                ref,
                description,
                enabled,
                shadow,
                type,
                trigger,
                criteria,
                where,
                actions,
                priority == null ? 0 : priority,
                tags,
                context,
                file,
                program,
                null,
                Limits.NONE);
    }

    /** What a rule in DRL was made of: only documents that {@link #document} wrote have it. */
    private @Nullable Program program(Fields rule) {
        Fields fields = rule.mapping("drl");
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(PROGRAM_KEYS, "'drl'");
        String text = fields.required("text");
        String name = fields.required("name");
        String head = fields.text("head");
        Integer line = fields.integer("line");
        List<Ref> triggerTypes = fields.list("trigger_types").stream()
                .map(Located::content)
                .map(String::valueOf)
                .filter(Ref::looksLike)
                .map(Ref::parse)
                .toList();
        return text == null || name == null
                ? null
                : new Program(head == null ? "" : head, text, name, line == null ? 0 : line, triggerTypes);
    }

    private static Map<String, @Nullable Object> document(Program program) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", program.name());
        document.put("line", (long) program.line());
        document.put(
                "trigger_types",
                program.triggerTypes().stream().map(Ref::toString).toList());
        document.put("head", program.head());
        document.put("text", program.text());
        return document;
    }

    private @Nullable Trigger trigger(Fields rule) {
        Located located = rule.get("trigger");
        if (located == null) {
            if (!rule.has("when")) {
                findings.error(
                        rule.keyPlace("trigger"),
                        "'trigger' is a required property, and has to have a value. "
                                + "Write the ref of a trigger type, or {type: …, parameters: {…}}.");
            }
            return null;
        }
        if (located.content() instanceof String) {
            Ref type = Names.reference(rule, "trigger");
            return type == null ? null : Trigger.of(type, Map.of());
        }
        Fields fields = Fields.of(located, "'trigger'", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(TRIGGER_KEYS, "'trigger'");
        Ref type = Names.reference(fields, "type");
        Map<String, @Nullable Object> parameters = fields.object("parameters");
        return type == null ? null : Trigger.of(type, parameters);
    }

    private @Nullable String where(Fields rule) {
        Located located = rule.get("where");
        if (located == null) {
            if (rule.has("where")) {
                findings.error(
                        rule.keyPlace("where"), "'where' has no condition. Write one in quotes, or leave the key out.");
            }
            return null;
        }
        if (located.lost() != null) {
            String all = (located.asWritten() == null ? String.valueOf(located.content()) : located.asWritten())
                    + located.lost();
            findings.error(
                    located.place(),
                    "YAML reads what follows ' #' as a comment, so the condition ends before it. " + "Quote it: "
                            + mended(all));
            return null;
        }
        if (!(located.content() instanceof String text)) {
            String mended = located.asWritten() == null ? "" : " Quote it: " + mended(located.asWritten());
            findings.error(
                    located.place(),
                    "Expected 'where' to be a condition as text, but found " + located.kind() + "." + mended);
            return null;
        }
        if (text.isBlank()) {
            findings.error(located.place(), "'where' is empty. Write a condition, or leave the key out.");
            return null;
        }
        if (text.strip().startsWith("{{") || text.strip().startsWith("{%")) {
            findings.error(located.place(), "'where' is one expression already. Write it without '{{' and '}}'.");
            return null;
        }
        new TemplateCheck(findings).condition(located);
        return text;
    }

    private static String mended(String text) {
        return "where: '" + text.replace("'", "''") + "'";
    }

    private List<ActionCall> actions(Fields rule) {
        List<ActionCall> calls = new ArrayList<>();
        if (rule.has("action") && rule.has("actions")) {
            findings.error(rule.keyPlace("actions"), "Both 'action' and 'actions' are given. Write one of them.");
        }
        if (!rule.has("actions")) {
            Located action = rule.get("action");
            if (action == null) {
                findings.error(
                        rule.keyPlace("action"),
                        "'action' is a required property, and has to have a value. "
                                + "Write {ref: …, parameters: {…}}.");
            } else {
                addCall(action, "'action'", calls);
            }
            return calls;
        }
        List<Located> elements = rule.list("actions");
        if (elements.isEmpty()) {
            findings.error(rule.keyPlace("actions"), "Expected at least one action in 'actions', but found none.");
        }
        elements.forEach(element -> addCall(element, "an element of 'actions'", calls));
        return calls;
    }

    private void addCall(Located located, String what, List<ActionCall> calls) {
        if (located.content() instanceof String text) {
            findings.error(
                    located.place(),
                    "Expected " + what + " to be a mapping, but found the text '" + text + "'. Write {ref: " + text
                            + "}.");
            return;
        }
        Fields fields = Fields.of(located, what, findings);
        if (fields == null) {
            return;
        }
        fields.refuseOthers(ACTION_KEYS, what);
        Ref ref = Names.reference(fields, "ref");
        Fields parameters = fields.mapping("parameters");
        if (parameters != null) {
            new TemplateCheck(findings).parameters(parameters);
        }
        String description = fields.text("description");
        if (ref != null) {
            calls.add(new ActionCall(ref, parameters == null ? Map.of() : parameters.json(), description));
        }
    }

    private Rule.Type type(Fields rule) {
        Located located = rule.get("type");
        if (located == null) {
            return Rule.Type.STANDARD;
        }
        String name;
        if (located.content() instanceof String text) {
            name = text;
        } else {
            Fields fields = Fields.of(located, "'type'", findings);
            if (fields == null) {
                return Rule.Type.STANDARD;
            }
            fields.refuseOthers(TYPE_KEYS, "'type'");
            name = fields.required("ref");
        }
        if (name != null && !TYPES.contains(name)) {
            findings.error(
                    located.place(),
                    "Unknown type of rule '" + name + "'." + Nearest.hint(name, TYPES) + " Allowed are "
                            + String.join(", ", TYPES) + ".");
        }
        return "backstop".equals(name) ? Rule.Type.BACKSTOP : Rule.Type.STANDARD;
    }

    /** {@return what {@link #read} reads back as an equal rule} */
    public static Map<String, @Nullable Object> document(Rule rule) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", rule.ref().name());
        document.put("pack", rule.ref().pack());
        document.put("description", rule.description());
        document.put("enabled", rule.enabled());
        document.put("type", type(rule.type()));
        document.put("trigger", trigger(rule.trigger()));
        document.put("criteria", CriteriaForm.document(rule.criteria()));
        List<Map<String, @Nullable Object>> calls =
                rule.actions().stream().map(RuleForm::call).toList();
        if (calls.size() == 1) {
            document.put("action", calls.get(0));
        } else if (!calls.isEmpty()) {
            document.put("actions", calls);
        }
        document.put("tags", Names.document(rule.tags()));
        document.put("context", rule.context());
        document.put("metadata_file", rule.metadataFile());
        if (rule.where() != null) {
            document.put("where", rule.where());
        }
        if (rule.shadow()) {
            document.put("shadow", true);
        }
        if (rule.priority() != 0) {
            document.put("priority", (long) rule.priority());
        }
        if (rule.program() != null) {
            document.put("drl", document(rule.program()));
        }
        return document;
    }

    private static Map<String, @Nullable Object> type(Rule.Type type) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ref", type.name().toLowerCase(Locale.ROOT));
        document.put("parameters", Map.of());
        return document;
    }

    private static Map<String, @Nullable Object> trigger(Trigger trigger) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", trigger.type().toString());
        document.put("ref", trigger.ref().toString());
        document.put("parameters", trigger.parameters());
        return document;
    }

    private static Map<String, @Nullable Object> call(ActionCall call) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ref", call.ref().toString());
        document.put("parameters", call.parameters());
        if (call.description() != null) {
            document.put("description", call.description());
        }
        return document;
    }
}
