package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a match, for one of the rule's actions.
 *
 * @param key what makes it happen once, {@link RuleMatch#key}
 * @param executionId null where none was requested
 * @param failureReason null where it succeeded; of a limited match the limit and what it says, such as {@code throttle: …}
 * @param parameters the rendered parameters of a shadow rule, secrets masked; null otherwise
 */
public record RuleEnforcement(
        String id,
        String key,
        Ref rule,
        int ruleRevision,
        int actionIndex,
        String triggerInstance,
        Status status,
        @Nullable String executionId,
        @Nullable String failureReason,
        @Nullable Map<String, @Nullable Object> parameters,
        String traceId,
        Instant at) {

    /** How an enforcement went: succeeded means that the execution could be requested, not that the action succeeded. */
    public enum Status {
        SUCCEEDED,
        FAILED,
        /** The rule is in shadow mode: recorded only. */
        SHADOW,
        /** A limit, a silence or a freeze stopped or delayed the match, the first of its window. */
        LIMITED
    }

    public RuleEnforcement {
        parameters = parameters == null ? null : JsonValues.copyOf(parameters);
    }
}
