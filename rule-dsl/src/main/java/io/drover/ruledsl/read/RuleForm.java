package io.drover.ruledsl.read;

import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
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

/** Rules in StackStorm's form, with {@code where}, {@code when}, {@code limits}, {@code shadow}, {@code priority} and {@code actions} beside it. */
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
            "when",
            "limits",
            "action",
            "actions",
            "tags",
            "priority",
            "context",
            "drl");
    private static final Set<String> ACTION_KEYS = Set.of("ref", "parameters", "description");
    private static final Set<String> TYPE_KEYS = Set.of("ref", "parameters");
    private static final Set<String> PROGRAM_KEYS = Set.of("name", "line", "trigger_types", "head", "text");
    private static final List<String> BESIDE_NO_WHEN = List.of("trigger", "criteria", "where", "drl");
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
        fields.refuseOthers(KEYS, "a rule");

        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        When when = fields.has("when") ? when(fields) : null;
        Trigger trigger = fields.has("when") ? triggerOf(when) : new TriggerForm(findings).read(fields);
        List<Criterion> criteria = new CriteriaForm(findings, null).read(fields);
        String where = new WhereForm(findings, null).read(fields);
        Limits limits = limits(fields, when);
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
                when,
                limits);
    }

    private @Nullable When when(Fields rule) {
        for (String key : BESIDE_NO_WHEN) {
            if (rule.has(key)) {
                findings.error(
                        rule.keyPlace(key),
                        "'" + key + "' cannot stand beside 'when', whose events have their own. Write one of them.");
            }
        }
        return new WhenForm(findings).read(rule);
    }

    private static @Nullable Trigger triggerOf(@Nullable When when) {
        return when == null ? null : when.form().events().get(0).trigger();
    }

    private Limits limits(Fields rule, @Nullable When when) {
        if (!rule.has("when")) {
            // what a rule in DRL asks for has no event of its own: its limits look at the parameters
            return new LimitsForm(findings, rule.has("drl") ? ProgramLimitsForm.PATHS : List.of()).read(rule);
        }
        return new LimitsForm(
                        findings,
                        when == null
                                ? null
                                : when.form().events().stream()
                                        .map(EventPattern::name)
                                        .toList())
                .read(rule);
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
        for (String key : List.of("when", "limits")) {
            if ("backstop".equals(name) && rule.has(key)) {
                findings.error(
                        located.place(),
                        "A backstop rule is asked about single events that no rule matched, so it has no '" + key
                                + "'. Leave out '" + key + "' or 'type'.");
            }
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
        if (rule.when() == null) {
            document.put("trigger", TriggerForm.document(rule.trigger()));
            document.put("criteria", CriteriaForm.document(rule.criteria()));
        } else {
            document.put("when", WhenForm.document(rule.when()));
        }
        if (!rule.limits().isNone()) {
            document.put("limits", LimitsForm.document(rule.limits()));
        }
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
