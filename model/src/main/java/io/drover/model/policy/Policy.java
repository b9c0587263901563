package io.drover.model.policy;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all executions of an action (platform spec 6.1).
 *
 * @param resource the action; it need not be there
 * @param type what the policy does
 * @param parameters such as the type allows them, its defaults filled in
 * @param metadataFile path within the pack, null for a policy made by API
 */
public record Policy(
        Ref ref,
        @Nullable String description,
        boolean enabled,
        Ref resource,
        PolicyType type,
        Map<String, @Nullable Object> parameters,
        @Nullable String metadataFile) {
    public Policy {
        parameters = JsonValues.copyOf(parameters);
    }

    public String id() {
        return Kind.POLICY.id(ref);
    }

    public String uid() {
        return Kind.POLICY.uid(ref);
    }

    /** {@return the whole number that a parameter has} */
    public int number(String parameter) {
        if (parameters.get(parameter) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("Expected a number as '" + parameter + "' of policy '" + ref + "', but found "
                + parameters.get(parameter) + ".");
    }
}
