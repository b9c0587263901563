package io.drover.engine.policy;

import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many executions of an action may be under way at a time (platform spec 6.1, {@code action.concurrency} and {@code
 * action.concurrency.attr}).
 *
 * @param cancels whether one too many is cancelled; else it waits
 * @param attributes the parameters whose values are compared; empty: all executions count
 */
record Limit(Ref policy, int threshold, boolean cancels, List<String> attributes) {

    static boolean isOf(Policy policy) {
        return policy.type().equals(PolicyType.CONCURRENCY)
                || policy.type().equals(PolicyType.CONCURRENCY_BY_ATTRIBUTE);
    }

    static Limit of(Policy policy) {
        List<String> attributes = policy.parameters().get("attributes") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
        return new Limit(
                policy.ref(),
                policy.number("threshold"),
                "cancel".equals(policy.parameters().get("action")),
                attributes);
    }

    /**
     * {@return whether as many are under way as may be, so that one more cannot begin}
     *
     * <p>A parameter that the one more was not given is not compared, as in StackStorm.
     *
     * @param active the parameters of those under way, in clear
     */
    boolean isReached(List<Map<String, @Nullable Object>> active, Map<String, @Nullable Object> oneMore) {
        long counted = active.stream()
                .filter(other -> attributes.stream()
                        .filter(oneMore::containsKey)
                        .allMatch(name -> Objects.equals(other.get(name), oneMore.get(name))))
                .count();
        return counted >= threshold;
    }
}
