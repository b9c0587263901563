package io.drover.testkit.judge;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a ledger says.
 *
 * @param sent ids of the events that were handed over, or were about to be
 * @param acknowledged ids of the events that the other side promised to keep
 * @param effects what actions did, in the order written
 * @param torn how many lines were cut short and are not counted
 */
public record LedgerEntries(Set<String> sent, Set<String> acknowledged, List<Effect> effects, int torn) {
    public LedgerEntries {
        sent = Collections.unmodifiableSet(new LinkedHashSet<>(sent));
        acknowledged = Collections.unmodifiableSet(new LinkedHashSet<>(acknowledged));
        effects = List.copyOf(effects);
    }
}
