package io.drover.engine.commit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleEnforcement;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches that something stopped, of one name.
 *
 * @param rows of the first of them, one for each action: written where it is the first of its window
 * @param audit likewise
 */
public record Limited(LimitedMatches matches, List<RuleEnforcement> rows, List<AuditRecord> audit) {
    public Limited {
        rows = List.copyOf(rows);
        audit = List.copyOf(audit);
    }

    /** {@return these with more of the same name; what belongs to the same event is the same match} */
    public Limited and(Limited later) {
        if (!matches.lastInstance().equals(later.matches.firstInstance())) {
            return new Limited(matches.and(later.matches), rows, audit);
        }
        LimitedMatches together = matches.and(later.matches.less(1));
        return matches.count() == 1
                ? new Limited(together, joined(rows, later.rows), joined(audit, later.audit))
                : new Limited(together, rows, audit);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
