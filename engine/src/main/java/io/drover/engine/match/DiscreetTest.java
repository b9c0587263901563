package io.drover.engine.match;

import org.jspecify.annotations.Nullable;

/** A test with a secret in it: where it fails, the reason is not told, as it may have the secret in its words. */
record DiscreetTest(ValueTest test) implements ValueTest {
    private static final String REASON = "It could not be decided. There is a secret in it, so the reason is not told.";

    @Override
    public boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure {
        try {
            return test.holds(value, context);
        } catch (ClauseFailure failure) {
            throw failure.isOverBudget() ? ClauseFailure.overBudget(REASON) : new ClauseFailure(REASON);
        }
    }
}
