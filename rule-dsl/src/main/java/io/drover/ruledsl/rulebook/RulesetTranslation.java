package io.drover.ruledsl.rulebook;

import io.drover.model.rule.Rule;
import io.drover.ruledsl.read.Origin;
import io.drover.ruledsl.read.RuleForm;
import io.drover.ruledsl.rulebook.ActionTranslation.Trigger;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import io.drover.ruledsl.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One ruleset: its rules share a trigger, whose events its sources have to emit. */
final class RulesetTranslation {
    private static final Set<String> NO_SOURCE_KEYS = Set.of("name", "filters");

    private final Fields ruleset;
    private final String file;
    private final String pack;
    private final Map<String, ? extends @Nullable Object> vars;
    private final String name;
    private final String slug;
    private final Map<String, String> files;
    private final List<Remark> remarks;

    /**
     * A ruleset.
     *
     * @param file the rulebook, for comments
     * @param files takes what is made
     */
    RulesetTranslation(
            Fields ruleset,
            String file,
            String pack,
            Map<String, ? extends @Nullable Object> vars,
            Map<String, String> files,
            List<Remark> remarks) {
        this.ruleset = ruleset;
        this.file = file;
        this.pack = pack;
        this.vars = vars;
        this.files = files;
        this.remarks = remarks;
        Located written = ruleset.get("name");
        this.name = written == null ? "ruleset" : String.valueOf(written.content());
        this.slug = RuleFile.slug(name);
    }

    void translate() {
        boolean isWebhook = sources();
        List<Located> rules = ruleset.list("rules");
        if (rules.size() > 1 && !ruleset.flag("match_multiple_rules", false)) {
            remarks.add(new Remark(
                    line(ruleset, "rules"),
                    false,
                    "of the ruleset '" + name + "' only the first rule that matches an event acts there; here all do"));
        }
        Trigger trigger = new Trigger(isWebhook ? "core.st2.webhook" : pack + "." + slug, isWebhook);
        if (!isWebhook) {
            Map<String, @Nullable Object> type = new LinkedHashMap<>();
            type.put("name", slug);
            type.put("description", "Events of the ruleset '" + name + "'.");
            files.put("triggers/" + slug + ".yaml", RuleFile.text(List.of("From " + file + "."), type));
        }
        for (Located each : rules) {
            Fields rule = Fields.of(each, "a rule", new Findings(file));
            if (rule != null) {
                rule(rule, trigger);
            }
        }
    }

    /** Tells of the sources. {@return whether all of them are webhooks} */
    private boolean sources() {
        List<Located> sources = ruleset.list("sources");
        boolean isWebhook = !sources.isEmpty();
        for (Located source : sources) {
            Map<String, Member> members = source.members();
            String plugin = members == null
                    ? String.valueOf(source.content())
                    : members.keySet().stream()
                            .filter(key -> !NO_SOURCE_KEYS.contains(key))
                            .findFirst()
                            .orElse("?");
            isWebhook &= plugin.equals("webhook") || plugin.endsWith(".webhook");
            if (members != null && members.containsKey("filters")) {
                remarks.add(new Remark(
                        members.get("filters").key().line(),
                        false,
                        "the filters of the source '" + plugin
                                + "' are not translated: change the events before they are emitted"));
            }
        }
        for (Located source : sources) {
            remarks.add(new Remark(source.place().line(), false, told(source, isWebhook)));
        }
        return isWebhook;
    }

    private String told(Located source, boolean isWebhook) {
        Map<String, Member> members = source.members();
        String plugin = members == null ? String.valueOf(source.content()) : String.join(", ", members.keySet());
        return isWebhook
                ? "the source '" + plugin + "' is our webhook: post to /v1/webhooks/" + slug + " instead"
                : "the source '" + plugin + "' has to emit the trigger " + pack + "." + slug
                        + ": write a route or sensor that does";
    }

    private void rule(Fields rule, Trigger trigger) {
        Located written = rule.get("name");
        String ruleName = written == null ? "rule" : String.valueOf(written.content());
        int line = line(rule, "name");
        Object triggerText =
                trigger.isWebhook() ? Map.of("type", trigger.ref(), "parameters", Map.of("url", slug)) : trigger.ref();
        Names names = new Names(trigger.isWebhook(), Map.of(), vars);
        RuleTranslation translation = new RuleTranslation(names, triggerText, defaultWithin());
        Map<String, @Nullable Object> keys;
        try {
            keys = translation.keys(rule.get("condition"), rule.mapping("throttle"));
        } catch (CannotTranslate e) {
            remarks.add(new Remark(line(rule, "condition"), true, "rule '" + ruleName + "': " + e.reason()));
            return;
        }
        List<Remark> own = new ArrayList<>();
        translation.losses().forEach(loss -> own.add(new Remark(line(rule, "condition"), true, loss)));
        translation.notes().forEach(note -> own.add(new Remark(line(rule, "condition"), false, note)));
        List<Object> calls = calls(rule, names.withCaptured(translation.captured()), trigger, own);

        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        String ruleSlug = slug + "_" + RuleFile.slug(ruleName);
        document.put("name", ruleSlug);
        document.put("description", ruleName);
        document.put("enabled", rule.flag("enabled", true) && own.stream().noneMatch(Remark::isLoss));
        document.putAll(keys);
        document.put(calls.size() == 1 ? "action" : "actions", calls.size() == 1 ? calls.get(0) : calls);
        List<String> comments = new ArrayList<>();
        comments.add("From the rule '" + ruleName + "' of " + file + ", line " + line + ".");
        own.forEach(remark -> comments.add(remark.told()));
        String text = RuleFile.text(comments, document);
        Findings findings = new Findings(file);
        Located made = SourceText.yaml(text, findings);
        if (made != null) {
            Rule unused = new RuleForm(findings).read(made, new Origin(pack, null));
        }
        if (findings.all().isEmpty()) {
            files.put(free(ruleSlug), text);
        } else {
            String wrong = findings.all().get(0).message();
            own.add(new Remark(line, true, "what would come of it is no rule of ours, and is left out. " + wrong));
        }
        own.forEach(remark ->
                remarks.add(new Remark(remark.line(), remark.isLoss(), "rule '" + ruleName + "': " + remark.text())));
    }

    private String free(String ruleSlug) {
        String path = "rules/" + ruleSlug + ".yaml";
        for (int i = 2; files.containsKey(path); i++) {
            path = "rules/" + ruleSlug + "_" + i + ".yaml";
        }
        return path;
    }

    private String defaultWithin() {
        Located ttl = ruleset.get("default_events_ttl");
        try {
            return ttl == null ? "2h" : RuleTranslation.duration(String.valueOf(ttl.content()));
        } catch (CannotTranslate e) {
            remarks.add(new Remark(ttl.place().line(), true, "'default_events_ttl': " + e.reason()));
            return "2h";
        }
    }

    private List<Object> calls(Fields rule, Names names, Trigger trigger, List<Remark> own) {
        List<Located> actions = rule.get("actions") != null ? rule.list("actions") : new ArrayList<>();
        Located single = rule.get("action");
        if (single != null) {
            actions = List.of(single);
        }
        if (actions.size() > 1) {
            own.add(new Remark(
                    line(rule, "actions"), false, "its actions run one after the other there; here all begin at once"));
        }
        List<Object> calls = new ArrayList<>();
        for (Located action : actions) {
            ActionTranslation translation = new ActionTranslation(names, trigger);
            try {
                calls.add(call(action, translation));
            } catch (CannotTranslate e) {
                own.add(new Remark(action.place().line(), true, e.reason()));
            }
            translation
                    .losses()
                    .forEach(loss -> own.add(new Remark(action.place().line(), true, loss)));
            translation
                    .notes()
                    .forEach(note -> own.add(new Remark(action.place().line(), false, note)));
        }
        if (calls.isEmpty()) {
            calls.add(Map.of("ref", "core.noop"));
        }
        return calls;
    }

    private static Map<String, @Nullable Object> call(Located action, ActionTranslation translation)
            throws CannotTranslate {
        Map<String, Member> members = action.members();
        if (action.content() instanceof String name) {
            return translation.call(name, Map.of());
        }
        if (members == null || members.size() != 1) {
            throw new CannotTranslate("an action is not one name with its arguments");
        }
        Map.Entry<String, Member> only = members.entrySet().iterator().next();
        Map<String, Member> arguments = only.getValue().value().members();
        return translation.call(only.getKey(), arguments == null ? Map.of() : Located.json(arguments));
    }

    private static int line(Fields fields, String key) {
        return fields.keyPlace(key).line();
    }
}
