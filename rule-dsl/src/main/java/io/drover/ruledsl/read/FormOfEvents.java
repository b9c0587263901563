package io.drover.ruledsl.read;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the six forms, which say how the events of a rule come together: lists of events, or one event. */
final class FormOfEvents {
    /** The keys of the forms, in the order in which they are told. */
    static final List<String> KEYS = List.of("any", "all", "sequence", "count", "aggregate", "absence");

    private static final Set<String> LISTS = Set.of("any", "all", "sequence");
    private static final Map<String, Set<String>> INNER_KEYS = Map.of(
            "count", Set.of("event", "at_least"),
            "aggregate", Set.of("event", "value", "function", "having"),
            "absence", Set.of("event"));

    private final String key;
    private final Findings findings;
    private final EventForm eventForm;
    private final @Nullable Fields inner;
    private final List<Located> written;
    private final List<NamedEvent> events = new ArrayList<>();

    /** Reads the names of the events, which all conditions have to know. */
    FormOfEvents(Fields when, String key, Findings findings) {
        this.key = key;
        this.findings = findings;
        this.eventForm = new EventForm(findings);
        this.inner = LISTS.contains(key) ? null : inner(when, key);
        this.written = inner == null ? list(when, key, findings) : single(inner);
        for (Located each : written) {
            NamedEvent event = eventForm.named(each);
            if (event != null) {
                events.add(event);
            }
        }
    }

    private @Nullable Fields inner(Fields when, String form) {
        Fields fields = when.mapping(form);
        if (fields == null && when.get(form) == null) {
            findings.error(when.keyPlace(form), "'" + form + "' is empty. Write {event: {name: {trigger: …}}, …}.");
        }
        if (fields != null) {
            fields.refuseOthers(INNER_KEYS.getOrDefault(form, Set.of()), "'" + form + "'");
        }
        return fields;
    }

    /** {@return the events of a list, of which there has to be one} */
    static List<Located> list(Fields when, String key, Findings findings) {
        Located list = when.get(key);
        if (!LISTS.contains(key) && !key.equals("unless")) {
            return List.of();
        }
        List<Located> elements = when.list(key);
        if (elements.isEmpty() && (list == null || list.elements() != null)) {
            findings.error(
                    when.keyPlace(key),
                    "Expected at least one event in '" + key + "', but found none. Write - name: {trigger: …}.");
        }
        return elements;
    }

    private List<Located> single(Fields fields) {
        Located event = fields.get("event");
        if (event == null) {
            findings.error(
                    fields.keyPlace("event"),
                    "'event' is a required property of '" + key + "'. Write event: {name: {trigger: …, where: …}}.");
            return List.of();
        }
        return List.of(event);
    }

    String key() {
        return key;
    }

    List<NamedEvent> events() {
        return events;
    }

    /** {@return whether it is over a time, from the first event to the last or since the last} */
    boolean needsWithin() {
        return !key.equals("any") && (!LISTS.contains(key) || written.size() != 1);
    }

    /** {@return the form; null after an error} */
    @Nullable
    Form read(List<String> allNames) {
        List<EventPattern> patterns = new ArrayList<>();
        for (NamedEvent event : events) {
            EventPattern pattern =
                    eventForm.read(event, new EventScope(event.name(), collectedBefore(event), allNames));
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        EventPattern first = patterns.isEmpty() ? null : patterns.get(0);
        return switch (key) {
            case "any" -> new Form.Any(patterns);
            case "all" -> new Form.All(patterns);
            case "sequence" -> new Form.Sequence(patterns);
            case "count" -> count(first);
            case "aggregate" -> inner == null ? null : new AggregateForm(findings).read(inner, first);
            default -> first == null ? null : new Form.Absence(first);
        };
    }

    private List<String> collectedBefore(NamedEvent event) {
        List<String> names = events.stream().map(NamedEvent::name).toList();
        return switch (key) {
            case "all" ->
                names.stream().filter(name -> !name.equals(event.name())).toList();
            case "sequence" ->
                names.subList(0, events.indexOf(event)).stream()
                        .filter(name -> !name.equals(event.name()))
                        .toList();
            default -> List.of();
        };
    }

    private @Nullable Form count(@Nullable EventPattern event) {
        if (inner == null) {
            return null;
        }
        Integer atLeast = WholeNumber.required(inner, "at_least", 1, Integer.MAX_VALUE);
        return event == null || atLeast == null ? null : new Form.Count(event, atLeast);
    }

    /** {@return the key of a form} */
    static String key(Form form) {
        if (form instanceof Form.Any) {
            return "any";
        } else if (form instanceof Form.All) {
            return "all";
        } else if (form instanceof Form.Sequence) {
            return "sequence";
        } else if (form instanceof Form.Count) {
            return "count";
        }
        return form instanceof Form.Aggregate ? "aggregate" : "absence";
    }

    /** {@return what the key of a form holds} */
    static Object document(Form form) {
        List<Map<String, @Nullable Object>> events =
                form.events().stream().map(EventForm::document).toList();
        if (LISTS.contains(key(form))) {
            return events;
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("event", events.get(0));
        if (form instanceof Form.Count count) {
            document.put("at_least", (long) count.atLeast());
        } else if (form instanceof Form.Aggregate aggregate) {
            document.put("value", aggregate.value());
            document.put("function", aggregate.function().label());
            document.put("having", aggregate.having().text());
        }
        return document;
    }
}
