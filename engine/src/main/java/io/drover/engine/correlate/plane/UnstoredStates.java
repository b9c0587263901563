package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.Correlation;
import io.drover.model.rule.RuleState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** States that changed and are not stored yet, each as it is now. Used by one thread. */
final class UnstoredStates {
    private final Map<RuleState.Name, RuleState> put = new HashMap<>();
    private final Set<RuleState.Name> removed = new LinkedHashSet<>();

    void add(Correlation.Changes changes) {
        changes.removed().forEach(put::remove);
        removed.addAll(changes.removed());
        for (RuleState state : changes.put()) {
            removed.remove(state.name());
            put.put(state.name(), state);
        }
    }

    List<RuleState> put() {
        return List.copyOf(put.values());
    }

    Set<RuleState.Name> removed() {
        return Set.copyOf(removed);
    }

    /** All of them are stored. */
    void clear() {
        put.clear();
        removed.clear();
    }
}
