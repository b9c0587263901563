package io.drover.ruledsl.read;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Located.Member;
import io.drover.ruledsl.text.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule names and another file declares.
 *
 * @param kind {@link Kind#TRIGGER_TYPE} or {@link Kind#ACTION}
 * @param file as problems name it
 * @param parameters what the rule gives it
 */
public record Reference(Kind kind, Ref ref, String file, Place place, Map<String, Member> parameters) {

    /** {@return what a rule names; what has not the form of a ref is left out} */
    public static List<Reference> of(Located rule, String file) {
        List<Reference> references = new ArrayList<>();
        Located trigger = member(rule, "trigger");
        if (trigger != null) {
            boolean isShort = trigger.content() instanceof String;
            add(references, Kind.TRIGGER_TYPE, isShort ? trigger : member(trigger, "type"), file, trigger);
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

    private static void add(
            List<Reference> references, Kind kind, @Nullable Located name, String file, Located described) {
        if (name != null && name.content() instanceof String ref && Ref.looksLike(ref)) {
            Located given = member(described, "parameters");
            Map<String, Member> parameters = given == null ? null : given.members();
            references.add(new Reference(
                    kind, Ref.parse(ref), file, name.place(), parameters == null ? Map.of() : parameters));
        }
    }

    private static @Nullable Located member(Located mapping, String key) {
        Map<String, Member> members = mapping.members();
        Member member = members == null ? null : members.get(key);
        return member == null ? null : member.value();
    }

    /** {@return the parameters as plain JSON} */
    public Map<String, @Nullable Object> values() {
        return Located.json(parameters);
    }

    /** {@return what is wrong with the thing itself, at the place where the rule names it} */
    public Problem error(String message) {
        return Problem.error(file, place.line(), place.column(), message);
    }
}
