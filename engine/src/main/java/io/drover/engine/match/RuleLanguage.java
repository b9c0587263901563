package io.drover.engine.match;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The language of templates and expressions as far as rules are matched with it. */
public interface RuleLanguage {

    /**
     * Prepares a pattern with template marks in it.
     *
     * @throws IllegalArgumentException where the text is no template, with the reason for people
     */
    PatternTemplate pattern(String text);

    /**
     * Splits a {@code where} into conditions that all have to hold, in the order in which they are asked.
     *
     * @throws IllegalArgumentException where the text is no expression, with the reason for people
     */
    List<Condition> where(String expression);

    /** {@return whether a pattern or condition makes use of a secret, so that nothing may be told of how it came out} */
    default boolean isSecret(String text) {
        return false;
    }

    /**
     * Makes a clause read what it asks for from outside the event before it is held to its budget.
     *
     * @param text of the whole clause
     */
    default ValueTest reading(String text, ValueTest test) {
        return test;
    }

    /** A pattern that depends on the event, or on the datastore. */
    @FunctionalInterface
    interface PatternTemplate {
        /**
         * Renders the pattern (platform spec 3.4).
         *
         * @param context {@code trigger}, or {@code item} within a {@code search}
         */
        @Nullable
        Object render(Map<String, @Nullable Object> context) throws ClauseFailure;
    }

    /** {@return the names that a pattern reads, such as {@code trigger}; none where it is no template} */
    default Set<String> names(String pattern) {
        return Set.of();
    }

    /** One conjunct of a {@code where}. */
    sealed interface Condition {
        /** {@return the names that it reads, such as {@code trigger}} */
        Set<String> names();
    }

    /** What is at a path is equal to a constant: this one can be indexed. */
    record Same(CriterionPath path, @Nullable Object constant) implements Condition {
        @Override
        public Set<String> names() {
            return Set.of(path.root());
        }
    }

    /**
     * Any other conjunct.
     *
     * @param text as the author wrote it
     * @param path the place it looks at, where it is one only
     */
    record Test(String text, @Nullable CriterionPath path, Set<String> names, ExpressionTest test)
            implements Condition {
        public Test {
            names = Set.copyOf(names);
        }
    }

    /** Decides a conjunct. */
    @FunctionalInterface
    interface ExpressionTest {
        /** An undefined path is no failure: the test says false and leaves a remark with the context. */
        boolean holds(TestContext context) throws ClauseFailure;
    }
}
