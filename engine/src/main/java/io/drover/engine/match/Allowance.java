package io.drover.engine.match;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import java.time.Duration;

/** What one clause may use up for one event: every rule waits for the thread that asks it. */
final class Allowance {
    /** For each pattern, condition and regular expression. */
    static final Budget BUDGET =
            Budget.standard().withSteps(50_000).withTextLength(1024 * 1024).withTime(Duration.ofMillis(100));

    private Allowance() {}

    static Meter meter() {
        return new Meter(BUDGET);
    }

    /** Tells why an evaluation failed, after words that say what was evaluated. */
    static ClauseFailure failure(String what, ExpressionException e) {
        String reason = what + e.getMessage();
        return e.isOverBudget() ? ClauseFailure.overBudget(reason) : new ClauseFailure(reason);
    }
}
