package io.drover.ruledsl.read;

import io.drover.model.rule.Criterion;
import io.drover.model.rule.EventPattern;
import io.drover.model.trigger.Trigger;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event of a rule over several: a mapping with one name, below it what a rule of one event has. */
final class EventForm {
    private static final Set<String> KEYS = Set.of("trigger", "criteria", "where");

    private final Findings findings;

    EventForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the event with its name; null after an error} */
    @Nullable
    NamedEvent named(Located located) {
        Map<String, Member> members = located.members();
        if (members == null) {
            findings.error(
                    located.place(),
                    "Expected an event to be a mapping with one name, but found " + located.kind()
                            + ". Write {name: {trigger: …, where: …}}.");
            return null;
        }
        if (members.size() != 1) {
            findings.error(
                    located.place(),
                    "Expected an event to have exactly one name, but found "
                            + (members.isEmpty() ? "none" : String.join(", ", members.keySet()))
                            + ". Write {name: {trigger: …, where: …}}, with 'trigger' and 'where' below the name.");
            return null;
        }
        Map.Entry<String, Member> only = members.entrySet().iterator().next();
        return new NamedEvent(
                only.getKey(), only.getValue().key(), only.getValue().value());
    }

    /**
     * {@return what is asked of the event; null after an error}
     *
     * @param scope the events that its conditions may name; null where that is not known
     */
    @Nullable
    EventPattern read(NamedEvent event, @Nullable EventScope scope) {
        Located content = event.content();
        if (content.content() == null || content.content() instanceof String) {
            String ref = content.content() == null ? "…" : String.valueOf(content.content());
            findings.error(
                    content.content() == null ? event.place() : content.place(),
                    "Expected the event '" + event.name() + "' to be a mapping, but found " + content.kind()
                            + ". Write {trigger: " + ref + "}.");
            return null;
        }
        Fields fields = Fields.of(content, "the event '" + event.name() + "'", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(KEYS, "the event '" + event.name() + "'");
        Trigger trigger = new TriggerForm(findings).read(fields);
        List<Criterion> criteria = new CriteriaForm(findings, scope).read(fields);
        String where = new WhereForm(findings, scope).read(fields);
        return trigger == null ? null : new EventPattern(event.name(), trigger, criteria, where);
    }

    /** {@return what is read back as an equal event} */
    static Map<String, @Nullable Object> document(EventPattern event) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("trigger", TriggerForm.document(event.trigger()));
        if (!event.criteria().isEmpty()) {
            content.put("criteria", CriteriaForm.document(event.criteria()));
        }
        if (event.where() != null) {
            content.put("where", event.where());
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(event.name(), content);
        return document;
    }
}
