package io.drover.engine.policy;

import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The policies that are in force now, by action. Whoever asks at each execution sees one consistent set without waiting. */
public final class PoliciesInForce {
    private volatile Map<Ref, List<Limit>> limits = Map.of();
    private volatile Map<Ref, List<Repetition>> repetitions = Map.of();
    private volatile Runnable changed = () -> {};

    /** Says who is told that others are in force. */
    public void whenChanged(Runnable told) {
        changed = told;
    }

    /**
     * Puts policies in the place of all that were in force.
     *
     * @param policies in the order in which they are asked; those that are disabled are left out
     */
    public void become(Collection<Policy> policies) {
        limits = policies.stream()
                .filter(policy -> policy.enabled() && Limit.isOf(policy))
                .collect(Collectors.groupingBy(Policy::resource, Collectors.mapping(Limit::of, Collectors.toList())));
        repetitions = policies.stream()
                .filter(policy -> policy.enabled() && Repetition.isOf(policy))
                .collect(Collectors.groupingBy(
                        Policy::resource, Collectors.mapping(Repetition::of, Collectors.toList())));
        changed.run();
    }

    /** {@return how many executions of an action may be under way; all of it holds} */
    List<Limit> limits(Ref action) {
        return limits.getOrDefault(action, List.of());
    }

    /** {@return after which ends executions of an action are repeated; the first that fits counts} */
    List<Repetition> repetitions(Ref action) {
        return repetitions.getOrDefault(action, List.of());
    }
}
