package io.drover.engine.match;

import org.jspecify.annotations.Nullable;

/** An operator with its pattern, ready to be asked about values. */
@FunctionalInterface
public interface ValueTest {
    boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure;
}
