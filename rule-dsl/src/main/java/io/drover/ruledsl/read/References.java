package io.drover.ruledsl.read;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.pack.Reference.Given;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import io.drover.ruledsl.text.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules name and other files declare. */
public final class References {
    private References() {}

    /** {@return what a rule names; what has not the form of a ref is left out} */
    public static List<Reference> of(Located rule, String file) {
        List<Reference> references = new ArrayList<>();
        Located when = member(rule, "when");
        List<Located> triggered = when == null ? List.of(rule) : events(when);
        for (Located each : triggered) {
            Located trigger = member(each, "trigger");
            if (trigger != null) {
                boolean isShort = trigger.content() instanceof String;
                add(references, Kind.TRIGGER_TYPE, isShort ? trigger : member(trigger, "type"), file, trigger);
            }
        }
        List<Located> calls = new ArrayList<>();
        Located action = member(rule, "action");
        if (action != null) {
            calls.add(action);
        }
        Located actions = member(rule, "actions");
        List<Located> elements = actions == null ? null : actions.elements();
        if (elements != null) {
            calls.addAll(elements);
        }
        calls.forEach(call -> add(references, Kind.ACTION, member(call, "ref"), file, call));
        return references;
    }

    /** {@return what stands below the names of the events of a rule over several} */
    private static List<Located> events(Located when) {
        List<Located> named = new ArrayList<>();
        Map<String, Member> members = when.members();
        if (members != null) {
            for (Member member : members.values()) {
                List<Located> elements = member.value().elements();
                Located single = member(member.value(), "event");
                if (elements != null) {
                    named.addAll(elements);
                } else if (single != null) {
                    named.add(single);
                }
            }
        }
        List<Located> events = new ArrayList<>();
        for (Located each : named) {
            Map<String, Member> names = each.members();
            if (names != null) {
                names.values().forEach(member -> events.add(member.value()));
            }
        }
        return events;
    }

    private static void add(
            List<Reference> references, Kind kind, @Nullable Located name, String file, Located described) {
        if (name != null && name.content() instanceof String ref && Ref.looksLike(ref)) {
            Place place = name.place();
            references.add(new Reference(
                    kind, Ref.parse(ref), file, place.line(), place.column(), given(member(described, "parameters"))));
        }
    }

    private static List<Given> given(@Nullable Located parameters) {
        Map<String, Member> members = parameters == null ? null : parameters.members();
        if (members == null) {
            return List.of();
        }
        List<Given> given = new ArrayList<>();
        members.forEach((name, member) -> given.add(new Given(
                name, member.value().json(), member.key().line(), member.key().column())));
        return given;
    }

    private static @Nullable Located member(Located mapping, String key) {
        Map<String, Member> members = mapping.members();
        Member member = members == null ? null : members.get(key);
        return member == null ? null : member.value();
    }
}
