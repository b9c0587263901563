package io.drover.ruledsl.rulebook;

import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The condition and the throttle of one rule of a rulebook, as the keys of ours. */
final class RuleTranslation {
    private static final Pattern DURATION = Pattern.compile("(?<number>[0-9]+)\\s+(?<unit>second|minute|hour|day)s?");

    private final Names names;
    private final Object trigger;
    private final String defaultWithin;
    private final List<String> losses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Map<String, String> captured = Map.of();

    /**
     * A translation.
     *
     * @param trigger of the ruleset, as a rule's file has it
     * @param defaultWithin how long an event is kept that waits for others
     */
    RuleTranslation(Names names, Object trigger, String defaultWithin) {
        this.names = names;
        this.trigger = trigger;
        this.defaultWithin = defaultWithin;
    }

    /** {@return what is lost, so that the rule does not do the same} */
    List<String> losses() {
        return losses;
    }

    List<String> notes() {
        return notes;
    }

    /** {@return how we call the events that the action's templates see, by their names there} */
    Map<String, String> captured() {
        return captured;
    }

    /** {@return the keys of our rule that say when it fires, and its limits} */
    Map<String, @Nullable Object> keys(@Nullable Located condition, @Nullable Fields throttle) throws CannotTranslate {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        Fields many = condition == null || condition.members() == null
                ? null
                : Fields.of(condition, "a condition", new Findings("rulebook"));
        if (many == null) {
            ofOne(condition == null ? null : condition.content(), keys, throttle);
            return keys;
        }
        if (throttle != null) {
            losses.add("'throttle' of several events");
        }
        keys.put("when", ofMany(many));
        return keys;
    }

    private void ofOne(@Nullable Object condition, Map<String, @Nullable Object> keys, @Nullable Fields throttle)
            throws CannotTranslate {
        String where = where(condition, names);
        if (where.endsWith("is not defined")) {
            notes.add("'is not defined' is asked of each event, not of all that are kept");
        }
        if (throttle != null && throttle.has("accumulate_within")) {
            keys.put("when", count(where, throttle));
            captured = Map.of("m_0", "m_0");
            return;
        }
        keys.put("trigger", trigger);
        if (!where.equals("true")) {
            keys.put("where", where);
        }
        if (throttle != null) {
            keys.put("limits", limits(throttle));
        }
    }

    private static String where(@Nullable Object condition, Names names) throws CannotTranslate {
        if (condition instanceof Boolean flag) {
            return String.valueOf(flag);
        }
        if (!(condition instanceof String text)) {
            throw new CannotTranslate("the condition is neither text nor a list of events");
        }
        return new ConditionText(names).of(ConditionParser.parse(text).condition());
    }

    private Map<String, @Nullable Object> ofMany(Fields many) throws CannotTranslate {
        String form = many.has("all") ? "all" : many.has("any") ? "any" : many.has("not_all") ? "not_all" : "";
        List<Located> conditions = form.isEmpty() ? List.of() : many.list(form);
        if (conditions.isEmpty()) {
            throw new CannotTranslate("the condition has none of all, any, not_all with events below it");
        }
        List<Object> events = new ArrayList<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (Located each : conditions) {
            ConditionParser.Named named = each.content() instanceof String text
                    ? ConditionParser.parse(text)
                    : new ConditionParser.Named(null, new Condition.Alone(new Condition.Constant(each.content())));
            String number = "m_" + events.size();
            String name = named.name() == null ? number : named.name();
            String where = new ConditionText(names.withCaptured(form.equals("all") ? Map.copyOf(seen) : Map.of()))
                    .of(named.condition());
            // of any, several events may have one name there, and it is always the event that came
            boolean isAny = form.equals("any");
            events.add(Map.of(isAny ? number : name, event(where)));
            seen.put(name, isAny ? "trigger" : name);
        }
        captured = seen;
        String timeout = many.has("timeout") ? duration(many, "timeout") : null;
        return switch (form) {
            case "any" -> any(events);
            case "all" -> all(events, timeout);
            default -> notAll(events, timeout);
        };
    }

    private Map<String, @Nullable Object> event(String where) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("trigger", trigger);
        if (!where.equals("true")) {
            event.put("where", where);
        }
        return event;
    }

    private static Map<String, @Nullable Object> any(List<Object> events) {
        Map<String, @Nullable Object> when = new LinkedHashMap<>();
        when.put("any", events);
        return when;
    }

    private Map<String, @Nullable Object> all(List<Object> events, @Nullable String timeout) {
        Map<String, @Nullable Object> when = new LinkedHashMap<>();
        when.put("all", events);
        if (events.size() > 1) {
            when.put("within", timeout == null ? defaultWithin : timeout);
        }
        return when;
    }

    /** Of two events the one without the other is said; what came of more than two cannot be. */
    private Map<String, @Nullable Object> notAll(List<Object> events, @Nullable String timeout) throws CannotTranslate {
        if (timeout == null || events.size() != 2) {
            throw new CannotTranslate(
                    "'not_all' of " + events.size()
                            + " events: write a rule with 'sequence', 'unless' and 'hold' for each event whose followers may be missing");
        }
        losses.add(
                "'not_all' became the first event and then not the second; the second without the first, and the second"
                        + " before the first, are not told apart. Check the order, and switch the rule on");
        Map<String, @Nullable Object> when = new LinkedHashMap<>();
        when.put("sequence", List.of(events.get(0)));
        when.put("unless", List.of(events.get(1)));
        when.put("hold", timeout);
        Object first = ((Map<?, ?>) events.get(0)).keySet().iterator().next();
        captured = Map.of(String.valueOf(first), String.valueOf(first));
        return when;
    }

    private Map<String, @Nullable Object> count(String where, Fields throttle) throws CannotTranslate {
        Map<String, @Nullable Object> count = new LinkedHashMap<>();
        count.put("event", Map.of("m_0", event(where)));
        Located threshold = throttle.get("threshold");
        if (threshold == null || !(threshold.content() instanceof Long number) || number < 1) {
            throw new CannotTranslate("'accumulate_within' needs a 'threshold'");
        }
        count.put("at_least", number);
        Map<String, @Nullable Object> when = new LinkedHashMap<>();
        when.put("count", count);
        String by = by(throttle);
        if (by != null) {
            when.put("by", by);
        }
        when.put("within", duration(throttle, "accumulate_within"));
        return when;
    }

    private Map<String, @Nullable Object> limits(Fields throttle) throws CannotTranslate {
        Map<String, @Nullable Object> limit = new LinkedHashMap<>();
        if (throttle.has("once_within")) {
            limit.put("per", duration(throttle, "once_within"));
            String by = by(throttle);
            if (by != null) {
                limit.put("by", by);
            }
            return Map.of("throttle", limit);
        }
        if (throttle.has("once_after")) {
            limit.put("for", duration(throttle, "once_after"));
            notes.add(
                    "'once_after' is one action for all groups, as there; the action sees every event in 'events', those that repeat"
                            + " too");
            return Map.of("collapse", limit);
        }
        throw new CannotTranslate("'throttle' has none of once_within, once_after, accumulate_within");
    }

    private @Nullable String by(Fields throttle) throws CannotTranslate {
        List<Located> attributes = throttle.list("group_by_attributes");
        if (attributes.isEmpty()) {
            return null;
        }
        if (attributes.size() > 1) {
            losses.add("'group_by_attributes' has " + attributes.size()
                    + " attributes, but 'by' takes one path: it is grouped by the first alone");
        }
        return new TemplateText(names).path(String.valueOf(attributes.get(0).content()));
    }

    private static String duration(Fields fields, String key) throws CannotTranslate {
        Located value = fields.get(key);
        String text = value == null ? "nothing" : String.valueOf(value.content());
        return duration(text);
    }

    /** {@return a duration such as {@code 10 seconds} as ours} */
    static String duration(String text) throws CannotTranslate {
        Matcher duration = DURATION.matcher(text.strip());
        if (!duration.matches()) {
            throw new CannotTranslate("'" + text + "' is no duration such as '10 seconds'");
        }
        return duration.group("number") + duration.group("unit").charAt(0);
    }
}
