package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.engine.correlate.plane.CorrelationPlane.Parts;
import io.drover.engine.match.Floods;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import java.util.ArrayList;
import java.util.List;

/** Takes rules out that ask for more than they may: for time, for room, or for too many actions. Used by one thread. */
final class PutAside {
    private final Parts parts;
    private final RunningRules rules;
    private final Overruns overruns;
    private final Floods floods;
    private final List<Revision> leaving = new ArrayList<>();

    PutAside(Parts parts, RunningRules rules) {
        this.parts = parts;
        this.rules = rules;
        this.overruns = new Overruns(parts.bounds().mostOverruns(), parts.clock());
        this.floods = new Floods(parts.bounds().mostMatches());
    }

    /** {@return where it is taken down that a rule ran over its budget of time} */
    Overruns overruns() {
        return overruns;
    }

    /** Counts a match that calls actions, by the time of its events: what is caught up was no flood then. */
    void matched(Match match) {
        floods.add(match.rule(), match.revision(), match.at());
    }

    /** Takes out the rules that held too much, before that is committed: where it fails, it comes about once more. */
    void tooMuch(List<Found> found) {
        for (Found each : found) {
            if (each instanceof Found.TooMuch rule) {
                Revision revision = new Revision(rule.rule(), rule.revision());
                parts.quarantine().take(revision, rule.inWords());
                leaving.add(revision);
            }
        }
    }

    /** What came is committed: takes out the rules that were over their budgets, too. */
    void overBudget() {
        leaving.forEach(rules::out);
        leaving.clear();
        for (Revision rule : overruns.tooOften()) {
            overruns.forget(rule);
            take(rule, "it ran over its budget too often");
        }
        for (Revision rule : floods.flooding()) {
            floods.forget(rule);
            take(rule, floods.reason());
        }
    }

    private void take(Revision rule, String reason) {
        parts.quarantine().take(rule, reason);
        rules.out(rule);
    }
}
