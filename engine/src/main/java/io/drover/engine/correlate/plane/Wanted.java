package io.drover.engine.correlate.plane;

import io.drover.model.pack.Ref;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Which rules of a pack are to be run.
 *
 * @param number is another one for each change
 * @param rules of the pack that are in force; those that are not correlated are there as they may have been
 * @param types of the triggers whose events they ask for
 */
record Wanted(long number, Map<Ref, ActiveRule> rules, Set<Ref> types) {
    private static final AtomicLong CHANGES = new AtomicLong();

    Wanted {
        rules = Map.copyOf(rules);
        types = Set.copyOf(types);
    }

    /** {@return the same without a rule that was taken out} */
    Wanted without(Ref rule) {
        Map<Ref, ActiveRule> others = new HashMap<>(rules);
        others.remove(rule);
        return new Wanted(number, others, types);
    }

    static Wanted of(Map<Ref, ActiveRule> rules) {
        return new Wanted(
                CHANGES.incrementAndGet(),
                rules,
                rules.values().stream()
                        .filter(active -> active.rule().isCorrelated())
                        .flatMap(active -> active.rule().triggerTypes().stream())
                        .collect(Collectors.toSet()));
    }
}
