package io.drover.engine.drools;

import io.drover.engine.match.Clause;
import io.drover.engine.match.CriterionPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places that the rules of a trigger look at, numbered without gaps. Drools tells index slots apart by
 * number alone, so equal paths, however they are written, share one, and a number is never given twice.
 */
final class TriggerPaths {
    private final String trigger;
    private final Map<List<CriterionPath.Step>, Integer> ids = new HashMap<>();
    private final List<Integer> uses = new ArrayList<>();

    TriggerPaths(String trigger) {
        this.trigger = trigger;
    }

    String trigger() {
        return trigger;
    }

    int id(CriterionPath path) {
        Integer id = ids.get(path.steps());
        if (id == null) {
            id = uses.size();
            ids.put(path.steps(), id);
            uses.add(0);
        }
        return id;
    }

    int size() {
        return uses.size();
    }

    void countUse(CriterionPath path) {
        int id = id(path);
        uses.set(id, uses.get(id) + 1);
    }

    /** Puts what most rules look at first: each place that rules begin with costs every event a look of its own. */
    Comparator<Clause.Equality> popularFirst() {
        return Comparator.comparing((Clause.Equality clause) -> -uses.get(id(clause.path())))
                .thenComparing(clause -> id(clause.path()));
    }
}
