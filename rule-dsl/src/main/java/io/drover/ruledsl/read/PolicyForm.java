package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** StackStorm's policies (platform spec 6.1). */
public final class PolicyForm {
    private static final Set<String> KEYS = Set.of(
            "name",
            "pack",
            "ref",
            "id",
            "uid",
            "metadata_file",
            "description",
            "enabled",
            "resource_ref",
            "policy_type",
            "parameters");

    private final Findings findings;

    public PolicyForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the policy; null after an error} */
    public @Nullable Policy read(Located located, Origin origin) {
        Fields fields = Fields.of(located, "a policy", findings);
        if (fields == null) {
            return null;
        }
        fields.warnOfOthers(KEYS, "a policy");
        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        String description = fields.text("description");
        boolean enabled = fields.flag("enabled", true);
        Ref resource = Names.reference(fields, "resource_ref");
        PolicyType type = type(fields);
        Map<String, @Nullable Object> parameters = type == null ? Map.of() : parameters(fields, type);
        String file = origin.isFolder() ? origin.file() : Names.metadataFile(fields);
        if (ref == null || resource == null || type == null || findings.hasErrors()) {
            return null;
        }
        return new Policy(ref, description, enabled, resource, type, parameters, file);
    }

    private @Nullable PolicyType type(Fields fields) {
        String name = fields.required("policy_type");
        PolicyType type = name == null ? null : PolicyType.find(name).orElse(null);
        Located written = fields.get("policy_type");
        if (name != null && type == null && written != null) {
            findings.error(
                    written.place(),
                    "Referenced policy_type \"" + name + "\" does not exist." + Nearest.hint(name, PolicyType.refs())
                            + " There are " + String.join(", ", PolicyType.refs()) + ".");
        }
        return type;
    }

    private Map<String, @Nullable Object> parameters(Fields fields, PolicyType type) {
        Located written = fields.get("parameters");
        Fields given = written == null
                ? Fields.of(new Located(Map.of(), fields.keyPlace("policy_type"), null, null, null), "", findings)
                : Fields.of(written, "'parameters'", findings);
        if (given == null) {
            return Map.of();
        }
        new PolicyParameters(given, findings).check(type);
        return type.filled(given.json());
    }

    /** {@return what {@link #read} reads back as an equal policy} */
    public static Map<String, @Nullable Object> document(Policy policy) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", policy.ref().name());
        document.put("pack", policy.ref().pack());
        document.put("description", policy.description());
        document.put("enabled", policy.enabled());
        document.put("resource_ref", policy.resource().toString());
        document.put("policy_type", policy.type().ref());
        document.put("parameters", policy.parameters());
        document.put("metadata_file", policy.metadataFile());
        return document;
    }
}
