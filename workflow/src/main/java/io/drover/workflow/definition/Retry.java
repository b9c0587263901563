package io.drover.workflow.definition;

import org.jspecify.annotations.Nullable;

/**
 * When and how often a task runs again (spec of Orquesta, section 7).
 *
 * @param when the condition; null for every bad end
 * @param count extra runs, a number or an expression
 * @param delay seconds before each of them, a number or an expression; null for none
 */
public record Retry(
        @Nullable Object when,
        @Nullable Object count,
        @Nullable Object delay) {
    /** What the engine command {@code retry} means. */
    static Retry command(@Nullable String when) {
        return new Retry(when == null ? "<% completed() %>" : when, 3L, null);
    }
}
