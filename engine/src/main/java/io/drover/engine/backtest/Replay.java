package io.drover.engine.backtest;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.store.TriggerInstances.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One version of a rule under a virtual clock. */
final class Replay implements AutoCloseable {
    private final Correlation correlation;
    private final Duration lateness;
    private final Tally tally;

    /**
     * What a rule is matched with; made for each rule anew, because one thread owns it.
     *
     * @param selection without rules
     */
    record Matching(RuleMatcher selection, RuleLanguage language) {}

    Replay(Candidate candidate, Matching matching, Duration lateness, Instant from) {
        this.lateness = lateness;
        this.tally = new Tally(candidate);
        this.correlation = new Correlation(matching.selection(), matching.language(), Silencing.NONE, lateness, from);
        boolean unused = correlation.put(candidate.rule(), candidate.revision());
    }

    /** Takes the next events. {@return what would have called actions} */
    List<Firing> take(List<Entry> events) {
        correlation.take(events);
        correlation.forgetChanges();
        return tally.count(correlation.found());
    }

    /** Lets time pass until the end of the span, so that what was due in it is decided. */
    List<Firing> end(Instant to) {
        correlation.tick(to.plus(lateness));
        return tally.count(correlation.found());
    }

    Map<String, @Nullable Object> document() {
        return tally.document();
    }

    @Override
    public void close() {
        correlation.close();
    }
}
