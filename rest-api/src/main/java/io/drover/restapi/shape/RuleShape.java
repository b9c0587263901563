package io.drover.restapi.shape;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.model.action.Action;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.TriggerType;
import io.drover.restapi.http.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule as clients see it: its document, its names, and what Drover knows besides: {@code revision}, {@code from_file},
 * {@code since}, {@code overlay} where there is one, {@code waits_for} where it cannot match yet.
 */
public final class RuleShape {
    /** The fields a selection may name. */
    public static final Set<String> FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "pack",
            "name",
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
            "priority",
            "tags",
            "context",
            "metadata_file",
            "revision",
            "from_file",
            "since",
            "overlay",
            "waits_for",
            "drl");

    /** The types of rules. */
    public static final List<Map<String, Object>> TYPES = List.of(
            type("000000000000000000000001", "standard", "A rule that is always applicable."),
            type(
                    "000000000000000000000002",
                    "backstop",
                    "A rule for events that no standard rule of their trigger matched."));

    /** What clients see but never say: dropped from a document that comes back. */
    private static final Set<String> SHOWN_ONLY =
            Set.of("id", "uid", "ref", "metadata_file", "revision", "from_file", "since", "overlay", "waits_for");

    private static Map<String, Object> type(String id, String name, String description) {
        return Map.of("id", id, "name", name, "description", description, "enabled", true, "parameters", Map.of());
    }

    private final Rules rules;
    private final Catalog catalog;

    /** Shapes rules by their documents; the catalog has the descriptions that views add. */
    public RuleShape(Rules rules, Catalog catalog) {
        this.rules = rules;
        this.catalog = catalog;
    }

    /** {@return a rule as the API shows it} */
    public Map<String, @Nullable Object> of(RegisteredRule registered) {
        Rule rule = registered.rule();
        Map<String, @Nullable Object> shape = of(rule);
        shape.put("enabled", rule.enabled());
        shape.put("revision", registered.revision());
        shape.put("from_file", registered.fromFile());
        shape.put("since", Times.text(registered.since()));
        Overlay overlay = registered.overlay();
        if (overlay != null) {
            shape.put("overlay", overlay(overlay));
        }
        if (!registered.waitsFor().isEmpty()) {
            shape.put("waits_for", registered.waitsFor());
        }
        return shape;
    }

    /** {@return a rule with the descriptions of its trigger type and its action} */
    public Map<String, @Nullable Object> view(RegisteredRule registered) {
        Map<String, @Nullable Object> shape = of(registered);
        Rule rule = registered.rule();
        describe(
                shape,
                "trigger",
                catalog.triggerType(rule.trigger().type().toString())
                        .map(TriggerType::description)
                        .orElse(null));
        rule.actions().stream()
                .findFirst()
                .ifPresent(call -> describe(
                        shape,
                        "action",
                        catalog.action(call.ref().toString())
                                .map(Action::description)
                                .orElse(null)));
        return shape;
    }

    /** {@return a rule that an execution or an enforcement names, whole where it still exists} */
    public Map<String, @Nullable Object> of(Ref ref) {
        return catalog.rule(ref.toString())
                .map(registered -> of(registered.rule()))
                .orElseGet(() -> Shapes.named(ref, Kind.RULE));
    }

    /** {@return the document that a client sent, without the fields that it only saw} */
    public static Map<String, @Nullable Object> document(Map<String, @Nullable Object> sent) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(sent);
        document.keySet().removeAll(SHOWN_ONLY);
        if (document.get("when") != null) {
            // its answers show them for StackStorm's clients: the first event's trigger, with its ref, and no criteria
            if (document.get("trigger") instanceof Map<?, ?> shown && shown.containsKey("ref")) {
                document.remove("trigger");
            }
            document.remove("criteria", Map.of());
        }
        if (document.get("trigger") instanceof Map<?, ?> shown) {
            Map<String, @Nullable Object> trigger = new LinkedHashMap<>(JsonValues.copyOf(shown));
            trigger.keySet().removeAll(Set.of("ref", "description"));
            document.put("trigger", trigger);
        }
        return document;
    }

    private Map<String, @Nullable Object> of(Rule rule) {
        Map<String, @Nullable Object> shape = Shapes.named(rule.ref(), Kind.RULE);
        shape.put("type", Map.of("ref", "standard", "parameters", Map.of()));
        shape.put("criteria", Map.of());
        shape.put("tags", List.of());
        shape.put("context", Map.of());
        shape.putAll(rules.document(rule));
        Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
        trigger.put("type", rule.trigger().type().toString());
        trigger.put("parameters", rule.trigger().parameters());
        trigger.put("ref", rule.trigger().ref().toString());
        shape.put("trigger", trigger);
        if (shape.get("action") instanceof Map<?, ?> call) {
            Map<String, @Nullable Object> action = new LinkedHashMap<>();
            action.put("parameters", Map.of());
            action.putAll(JsonValues.copyOf(call));
            shape.put("action", action);
        }
        shape.put("enabled", rule.enabled());
        shape.put("metadata_file", Shapes.orBlank(rule.metadataFile()));
        return shape;
    }

    private static Map<String, @Nullable Object> overlay(Overlay overlay) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        Shapes.putPresent(shape, "enabled", overlay.enabled());
        Shapes.putPresent(shape, "shadow", overlay.shadow());
        shape.put("at", Times.text(overlay.at()));
        shape.put("by", overlay.by());
        return shape;
    }

    private static void describe(Map<String, @Nullable Object> shape, String field, @Nullable String description) {
        if (shape.get(field) instanceof Map<?, ?> inner) {
            Map<String, @Nullable Object> described = new LinkedHashMap<>(JsonValues.copyOf(inner));
            described.put("description", Shapes.orBlank(description));
            shape.put(field, described);
        }
    }

    /** {@return what a rule has collected for a key} */
    public static Map<String, @Nullable Object> collected(CollectedPart collected, boolean showsKey) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("part", collected.part());
        shape.put("key", Shapes.orMask(showsKey, collected.key()));
        shape.put("revision", collected.revision());
        shape.put(
                "events",
                collected.events().stream()
                        .map(member -> Map.of(
                                "name", member.name(),
                                "id", member.id(),
                                "occurrence_time", Times.text(member.occurredAt())))
                        .toList());
        Instant due = collected.due();
        shape.put("due", due == null ? null : Times.text(due));
        shape.put("message", collected.message());
        return shape;
    }
}
