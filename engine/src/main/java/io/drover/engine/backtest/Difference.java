package io.drover.engine.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the firings of two versions differ. Both take the same events at the same time, so it looks at few at once. */
final class Difference {
    private final List<Firing> onlyCandidate = new ArrayList<>();
    private final List<Firing> onlyAgainst = new ArrayList<>();
    private long both;
    private long candidateAlone;
    private long againstAlone;

    /** Compares what came of the same events. */
    void compare(List<Firing> candidate, List<Firing> against) {
        Map<Firing.Same, Integer> open = new HashMap<>();
        against.forEach(firing -> open.merge(firing.same(), 1, Integer::sum));
        for (Firing firing : candidate) {
            if (take(open, firing)) {
                both++;
            } else {
                candidateAlone++;
                keep(onlyCandidate, firing);
            }
        }
        for (Firing firing : against) {
            if (take(open, firing)) {
                againstAlone++;
                keep(onlyAgainst, firing);
            }
        }
    }

    private static boolean take(Map<Firing.Same, Integer> open, Firing firing) {
        Integer count = open.get(firing.same());
        if (count == null) {
            return false;
        }
        if (count == 1) {
            open.remove(firing.same());
        } else {
            open.put(firing.same(), count - 1);
        }
        return true;
    }

    private static void keep(List<Firing> kept, Firing firing) {
        if (kept.size() < Tally.SHOWN) {
            kept.add(firing);
        }
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("both", both);
        document.put("only_candidate", candidateAlone);
        document.put("only_against", againstAlone);
        document.put("first_only_candidate", Tally.documents(onlyCandidate));
        document.put("first_only_against", Tally.documents(onlyAgainst));
        return document;
    }
}
