package io.drover.engine.match;

import io.drover.engine.datastore.UnreadKey;
import io.drover.model.rule.Operator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One condition that a rule puts on an event. */
public sealed interface Clause {
    /** {@return the clause in canonical text: equal texts mean the same test} */
    String text();

    /** Tells what the event holds where this clause looks, null where nothing is there. */
    @Nullable
    Object value(Map<String, @Nullable Object> root);

    /**
     * Says whether a value satisfies the clause.
     *
     * @throws ClauseFailure where that cannot be said, such as the order of a text and a number
     */
    boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure;

    /**
     * The value at a path equals a text, number or boolean: what a matcher can index. It never fails.
     *
     * @param key of the constant, {@link Canonical#key}: the clause holds where the value has the same
     */
    record Equality(String text, CriterionPath path, String key) implements Clause {
        @Override
        public @Nullable Object value(Map<String, @Nullable Object> root) {
            return path.first(root);
        }

        @Override
        public boolean holds(@Nullable Object value, TestContext context) {
            return key.equals(Canonical.key(value));
        }
    }

    /**
     * Any other test.
     *
     * @param path where it looks; null where that is no single place
     */
    record Predicate(String text, @Nullable CriterionPath path, ValueTest test) implements Clause {
        @Override
        public @Nullable Object value(Map<String, @Nullable Object> root) {
            return path == null ? null : path.first(root);
        }

        @Override
        public boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure {
            try {
                return test.holds(value, context);
            } catch (UnreadKey unread) {
                // the clause around this one reads it
                throw unread;
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                throw new ClauseFailure(
                        "The test broke off with " + e + ". Report this with the clause and the event.");
            }
        }
    }

    /** Makes the clause of a path, an operator and a constant. */
    static Clause of(CriterionPath path, Operator operator, @Nullable Object constant) {
        String text = path.text() + " " + operator.names().get(0) + " " + Canonical.text(constant);
        String key = operator == Operator.EQUALS ? Canonical.key(constant) : null;
        return key == null
                ? new Predicate(text, path, Operators.of(operator, constant))
                : new Equality(text, path, key);
    }
}
