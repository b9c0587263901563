package io.drover.engine.policy;

import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which executions of an action are repeated (platform spec 6.1, {@code action.retry}). Tasks of workflows are not: a workflow
 * has its own way to repeat them.
 *
 * @param after the end after which one is repeated
 * @param most how often at most
 * @param delay from the end to the repetition
 */
record Repetition(Ref policy, ExecutionStatus after, int most, Duration delay) {
    private static final String RETRY = "retry";
    private static final String COUNT = "retry_count";

    static boolean isOf(Policy policy) {
        return policy.type().equals(PolicyType.RETRY);
    }

    static Repetition of(Policy policy) {
        boolean timeout = "timeout".equals(policy.parameters().get("retry_on"));
        return new Repetition(
                policy.ref(),
                timeout ? ExecutionStatus.TIMEOUT : ExecutionStatus.FAILED,
                policy.number("max_retry_count"),
                seconds(policy.parameters().get("delay")));
    }

    private static Duration seconds(@Nullable Object delay) {
        return delay == null
                ? Duration.ZERO
                : Duration.ofMillis(
                        new BigDecimal(delay.toString()).movePointRight(3).longValue());
    }

    boolean follows(Execution ended) {
        return ended.status() == after
                && ended.context().get("parent") == null
                && ended.cause().parent() == null
                && count(ended) < most;
    }

    /** {@return the context of the repetition} */
    Map<String, @Nullable Object> context(Execution ended) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("applied_policy", policy.toString());
        told.put(COUNT, count(ended) + 1);
        told.put("retried_liveaction_id", ended.id());
        Map<String, @Nullable Object> context = new LinkedHashMap<>(ended.context());
        context.remove(Execution.DELAY);
        if (!delay.isZero()) {
            context.put(Execution.DELAY, delay.toMillis());
        }
        context.put(Execution.POLICIES, Map.of(RETRY, told));
        return context;
    }

    private static long count(Execution execution) {
        return execution.context().get(Execution.POLICIES) instanceof Map<?, ?> policies
                        && policies.get(RETRY) instanceof Map<?, ?> told
                        && told.get(COUNT) instanceof Number count
                ? count.longValue()
                : 0;
    }
}
