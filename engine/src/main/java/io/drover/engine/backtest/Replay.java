package io.drover.engine.backtest;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Holdings;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
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

    /** @param mostHeld how many events the rule may hold */
    Replay(Candidate candidate, Matching matching, Duration lateness, long mostHeld, Instant from) {
        this.lateness = lateness;
        this.tally = new Tally(candidate);
        this.correlation = new Correlation(
                matching.selection(), matching.language(), Silencing.NONE, lateness, new Holdings(mostHeld), from);
        boolean unused = correlation.put(candidate.rule(), candidate.revision());
    }

    /** Takes the next events. {@return what would have called actions} */
    List<Firing> take(List<Entry> events) {
        correlation.take(events);
        correlation.forgetChanges();
        return count();
    }

    private List<Firing> count() {
        List<Found> found = correlation.found();
        for (Found each : found) {
            if (each instanceof Found.TooMuch rule) {
                throw DroverException.of(
                        ErrorCode.TOO_LARGE,
                        "Tried the rule " + rule.rule() + ", and " + rule.inWords()
                                + ". In the daemon it would be quarantined there. Give it a shorter 'within', a narrower"
                                + " condition, or raise rule.most-held, or the heap (a back-test has half of what is for rules).");
            }
        }
        return tally.count(found);
    }

    /** Lets time pass until the end of the span, so that what was due in it is decided. */
    List<Firing> end(Instant to) {
        correlation.tick(to.plus(lateness));
        return count();
    }

    Map<String, @Nullable Object> document() {
        return tally.document();
    }

    @Override
    public void close() {
        correlation.close();
    }
}
