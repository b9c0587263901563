package io.drover.model.execution;

import io.drover.model.pack.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Why an execution was requested: by a person, or by a rule for a trigger's instance.
 *
 * @param user on whose behalf it runs
 * @param rule with {@code ruleRevision}, {@code trigger}, {@code triggerType} and {@code triggerInstance}, where a rule
 *     asked for it
 * @param parent the execution that asked for it, where one did
 */
public record Cause(
        String user,
        @Nullable Ref rule,
        int ruleRevision,
        @Nullable Ref trigger,
        @Nullable Ref triggerType,
        @Nullable String triggerInstance,
        @Nullable String parent) {

    public static Cause request(String user) {
        return new Cause(user, null, 0, null, null, null, null);
    }
}
