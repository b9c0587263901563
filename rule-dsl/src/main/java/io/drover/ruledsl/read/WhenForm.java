package io.drover.ruledsl.read;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.When;
import io.drover.model.text.Nearest;
import io.drover.model.text.SpanText;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule's {@code when}: one form of events, and how they belong together. */
final class WhenForm {
    private static final List<String> OTHER_KEYS = List.of("unless", "by", "within", "hold");

    private final Findings findings;
    private final List<NamedEvent> unless = new ArrayList<>();

    WhenForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the events on which a rule calls its actions; null after an error} */
    @Nullable
    When read(Fields rule) {
        Located located = rule.get("when");
        if (located == null) {
            findings.error(
                    rule.keyPlace("when"),
                    "'when' is empty. Write one of " + String.join(", ", FormOfEvents.KEYS) + " below it.");
            return null;
        }
        Fields fields = Fields.of(located, "'when'", findings);
        if (fields == null) {
            return null;
        }
        List<String> keys = new ArrayList<>(FormOfEvents.KEYS);
        keys.addAll(OTHER_KEYS);
        fields.refuseOthers(keys, "'when'");
        List<FormOfEvents> forms = forms(fields);
        readUnless(fields);
        Duration within = DurationText.read(fields, "within");
        Duration hold = DurationText.read(fields, "hold");
        checkTogether(fields, within, hold);

        Set<String> names = names(forms);
        List<Form> read = new ArrayList<>();
        for (FormOfEvents each : forms) {
            Form form = each.read(List.copyOf(names));
            if (form != null) {
                read.add(form);
            }
        }
        List<EventPattern> cancelling = readUnless(forms, List.copyOf(names));
        if (forms.size() != 1) {
            return null;
        }
        checkWithin(fields, forms.get(0));
        Map<String, String> by = by(fields, names);
        return read.isEmpty() || read.get(0).events().isEmpty()
                ? null
                : new When(read.get(0), cancelling, by, within, hold);
    }

    private List<FormOfEvents> forms(Fields fields) {
        List<String> given = FormOfEvents.KEYS.stream().filter(fields::has).toList();
        if (given.isEmpty()) {
            findings.error(
                    fields.place(),
                    "Expected one form in 'when', but found none. Write one of " + String.join(", ", FormOfEvents.KEYS)
                            + ".");
        } else if (given.size() > 1) {
            findings.error(
                    fields.keyPlace(given.get(1)),
                    "Expected one form in 'when', but found " + String.join(", ", given) + ". Write one of them.");
        }
        return given.stream()
                .map(key -> new FormOfEvents(fields, key, findings))
                .toList();
    }

    private void readUnless(Fields fields) {
        if (!fields.has("unless")) {
            return;
        }
        EventForm form = new EventForm(findings);
        for (Located each : FormOfEvents.list(fields, "unless", findings)) {
            NamedEvent event = form.named(each);
            if (event != null) {
                unless.add(event);
            }
        }
    }

    /** {@return the names of all events, checked} */
    private Set<String> names(List<FormOfEvents> forms) {
        EventNames known = new EventNames(findings);
        List<NamedEvent> events = new ArrayList<>();
        forms.forEach(form -> events.addAll(form.events()));
        events.addAll(unless);
        Set<String> names = new LinkedHashSet<>();
        for (NamedEvent event : events) {
            known.add(event.name(), event.place());
            names.add(event.name());
        }
        return names;
    }

    private List<EventPattern> readUnless(List<FormOfEvents> forms, List<String> names) {
        List<String> collected = forms.stream()
                .flatMap(form -> form.events().stream())
                .map(NamedEvent::name)
                .toList();
        List<EventPattern> patterns = new ArrayList<>();
        for (NamedEvent event : unless) {
            List<String> others = collected.stream()
                    .filter(name -> !name.equals(event.name()))
                    .toList();
            EventPattern pattern = new EventForm(findings).read(event, new EventScope(event.name(), others, names));
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private void checkWithin(Fields fields, FormOfEvents form) {
        String key = form.key();
        if (form.needsWithin() && !fields.has("within")) {
            String meaning = switch (key) {
                case "all", "sequence" -> "the longest time from the first event to the last";
                case "absence" -> "how long no event comes";
                default -> "the length of its window";
            };
            findings.error(fields.keyPlace(key), "'" + key + "' needs 'within', " + meaning + ". Write within: 5m.");
        } else if (!form.needsWithin() && fields.has("within")) {
            findings.error(
                    fields.keyPlace("within"),
                    "'within' means nothing here: "
                            + (key.equals("any")
                                    ? "of 'any' each event is a match"
                                    : "'" + key + "' has one event alone")
                            + ". Leave it out; 'hold' says how long a match waits.");
        }
    }

    private void checkTogether(Fields fields, @Nullable Duration within, @Nullable Duration hold) {
        if (within != null && hold != null && within.plus(hold).compareTo(When.LONGEST) > 0) {
            findings.error(
                    fields.keyPlace("hold"),
                    "'within' and 'hold' are " + SpanText.of(within.plus(hold)) + " together, but the longest is "
                            + SpanText.of(When.LONGEST) + ".");
        }
    }

    private Map<String, String> by(Fields fields, Set<String> names) {
        Located located = fields.get("by");
        Map<String, String> paths = new LinkedHashMap<>();
        PathText text = new PathText(findings, List.of());
        Map<String, Member> members = located == null ? null : located.members();
        if (located == null || members == null) {
            String path = text.read(fields, "by");
            if (path != null) {
                names.forEach(name -> paths.put(name, path));
            }
            return paths;
        }
        members.forEach((name, member) -> {
            if (!names.contains(name)) {
                findings.error(
                        member.key(),
                        "'" + name + "' in 'by' is no event of this rule." + Nearest.hint(name, names) + " Allowed are "
                                + String.join(", ", names) + ".");
            }
            String path = text.read(member.value(), "'" + name + "' in 'by'");
            if (path != null) {
                paths.put(name, path);
            }
        });
        List<String> missing =
                names.stream().filter(name -> !members.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            findings.error(
                    fields.keyPlace("by"),
                    "'by' has no path for " + String.join(", ", missing)
                            + ". Write one for every event, those of 'unless' too.");
        }
        return paths;
    }

    /** {@return what {@link #read} reads back as an equal value} */
    static Map<String, @Nullable Object> document(When when) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(FormOfEvents.key(when.form()), FormOfEvents.document(when.form()));
        if (!when.unless().isEmpty()) {
            document.put(
                    "unless", when.unless().stream().map(EventForm::document).toList());
        }
        if (!when.by().isEmpty()) {
            document.put("by", byDocument(when));
        }
        if (when.within() != null) {
            document.put("within", SpanText.of(when.within()));
        }
        if (when.hold() != null) {
            document.put("hold", SpanText.of(when.hold()));
        }
        return document;
    }

    private static Object byDocument(When when) {
        Set<String> paths = new LinkedHashSet<>(when.by().values());
        if (paths.size() == 1) {
            return paths.iterator().next();
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        when.events().forEach(event -> document.put(event.name(), when.by().get(event.name())));
        return document;
    }
}
