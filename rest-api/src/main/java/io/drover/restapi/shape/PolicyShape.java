package io.drover.restapi.shape;

import io.drover.model.pack.Kind;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shapes of policies and of their types. */
public final class PolicyShape {
    /** The fields of a policy. */
    public static final Set<String> FIELDS = Set.of(
            "id",
            "uid",
            "ref",
            "pack",
            "name",
            "description",
            "enabled",
            "resource_ref",
            "policy_type",
            "parameters",
            "metadata_file");

    /** The fields of a type. */
    public static final Set<String> TYPE_FIELDS =
            Set.of("id", "uid", "ref", "name", "description", "resource_type", "enabled", "module", "parameters");

    private PolicyShape() {}

    /** {@return a policy as clients see it} */
    public static Map<String, @Nullable Object> of(Policy policy) {
        Map<String, @Nullable Object> shape = Shapes.named(policy.ref(), Kind.POLICY);
        Shapes.putPresent(shape, "description", policy.description());
        shape.put("enabled", policy.enabled());
        shape.put("resource_ref", policy.resource().toString());
        shape.put("policy_type", policy.type().ref());
        shape.put("parameters", policy.parameters());
        shape.put("metadata_file", Shapes.orBlank(policy.metadataFile()));
        return shape;
    }

    /** {@return a type as clients see it} */
    public static Map<String, @Nullable Object> type(PolicyType type) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", type.id());
        shape.put("uid", type.uid());
        shape.put("ref", type.ref());
        shape.put("name", type.name());
        shape.put("description", type.description());
        shape.put("resource_type", PolicyType.RESOURCE_TYPE);
        shape.put("enabled", true);
        shape.put("module", type.module());
        shape.put("parameters", type.parameters());
        return shape;
    }
}
