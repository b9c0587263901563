package io.drover.model.trigger;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pack can announce.
 *
 * @param payloadSchema JSON schema of the payload; empty: anything
 * @param parametersSchema JSON schema of the parameters a rule gives; empty: none
 * @param metadataFile path within the pack, null for one made by API
 */
public record TriggerType(
        Ref ref,
        @Nullable String description,
        Map<String, @Nullable Object> payloadSchema,
        Map<String, @Nullable Object> parametersSchema,
        List<Tag> tags,
        @Nullable String metadataFile) {
    public TriggerType {
        payloadSchema = JsonValues.copyOf(payloadSchema);
        parametersSchema = JsonValues.copyOf(parametersSchema);
        tags = List.copyOf(tags);
    }

    public String id() {
        return Kind.TRIGGER_TYPE.id(ref);
    }

    public String uid() {
        return Kind.TRIGGER_TYPE.uid(ref);
    }
}
