package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.trigger.TriggerType;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trigger types, from files of their own and from sensors. */
public final class TriggerTypeForm {
    private static final Set<String> KEYS = Set.of(
            "name",
            "pack",
            "ref",
            "id",
            "uid",
            "metadata_file",
            "description",
            "payload_schema",
            "parameters_schema",
            "tags");

    private final Findings findings;

    public TriggerTypeForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the trigger type; null after an error} */
    public @Nullable TriggerType read(Located located, Origin origin) {
        Fields fields = Fields.of(located, "a trigger type", findings);
        if (fields == null) {
            return null;
        }
        fields.warnOfOthers(KEYS, "a trigger type");
        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        String description = fields.text("description");
        Map<String, @Nullable Object> payload = schema(fields, "payload_schema");
        Map<String, @Nullable Object> parameters = schema(fields, "parameters_schema");
        List<Tag> tags = Names.tags(fields);
        String file = origin.isFolder() ? origin.file() : Names.metadataFile(fields);
        if (ref == null || findings.hasErrors()) {
            return null;
        }
        return new TriggerType(ref, description, payload, parameters, tags, file);
    }

    private Map<String, @Nullable Object> schema(Fields fields, String key) {
        Located schema = fields.get(key);
        if (schema == null) {
            return Map.of();
        }
        new SchemaForm(findings).check(schema, "'" + key + "'");
        return fields.object(key);
    }

    /** {@return what {@link #read} reads back as an equal trigger type} */
    public static Map<String, @Nullable Object> document(TriggerType type) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", type.ref().name());
        document.put("pack", type.ref().pack());
        document.put("description", type.description());
        document.put("payload_schema", type.payloadSchema());
        document.put("parameters_schema", type.parametersSchema());
        document.put("tags", Names.document(type.tags()));
        document.put("metadata_file", type.metadataFile());
        return document;
    }
}
