package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trigger of a rule or of one of its events: a ref, or a type with parameters. */
final class TriggerForm {
    private static final Set<String> KEYS = Set.of("type", "parameters", "description", "ref");

    private final Findings findings;

    TriggerForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the trigger; null after an error} */
    @Nullable
    Trigger read(Fields owner) {
        Located located = owner.get("trigger");
        if (located == null) {
            findings.error(
                    owner.keyPlace("trigger"),
                    "'trigger' is a required property, and has to have a value. "
                            + "Write the ref of a trigger type, or {type: …, parameters: {…}}.");
            return null;
        }
        if (located.content() instanceof String) {
            Ref type = Names.reference(owner, "trigger");
            return type == null ? null : Trigger.of(type, Map.of());
        }
        Fields fields = Fields.of(located, "'trigger'", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(KEYS, "'trigger'");
        Ref type = Names.reference(fields, "type");
        Map<String, @Nullable Object> parameters = fields.object("parameters");
        return type == null ? null : Trigger.of(type, parameters);
    }

    /** {@return what {@link #read} reads back as an equal trigger} */
    static Map<String, @Nullable Object> document(Trigger trigger) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", trigger.type().toString());
        document.put("ref", trigger.ref().toString());
        document.put("parameters", trigger.parameters());
        return document;
    }
}
