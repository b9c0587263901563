package io.drover.engine.drools;

import io.drover.engine.match.Canonical;
import io.drover.engine.match.Clause;
import io.drover.engine.match.ClauseFailure;
import io.drover.engine.match.CriterionPath;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.TestContext;
import io.drover.model.error.DroverException;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as a fact: what constraints ask it for is found once and kept, and what they tell is collected here. */
final class Event implements TestContext.Notes {
    private static final Object NO_VALUE = new Object();
    private static final String NO_KEY = "";

    private final TriggerInstance instance;
    private final TriggerPaths trigger;
    private final Tested tested;
    private final TestContext context;
    private final @Nullable Object[] values;
    private final @Nullable String[] keys;
    private final List<MatchedRule> matched = new ArrayList<>(2);
    private @Nullable Set<Failure> failures;
    private @Nullable Prefix asked;
    private @Nullable DroverException away;

    /** A clause that could not be decided, for all rules that share it; another message does not make it another failure. */
    record Failure(Prefix shared, String clause, String message, boolean overBudget) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Failure failure && shared == failure.shared && clause.equals(failure.clause);
        }

        @Override
        public int hashCode() {
            return 31 * shared.hashCode() + clause.hashCode();
        }
    }

    Event(TriggerInstance instance, TriggerPaths trigger, Tested tested) {
        this.tested = tested;
        this.instance = instance;
        this.trigger = trigger;
        this.context = TestContext.of(instance.payload(), instance.acceptedAt(), this);
        this.values = new Object[trigger.size()];
        this.keys = new String[trigger.size()];
    }

    String trigger() {
        return trigger.trigger();
    }

    /** {@return the value at one of the trigger's paths, null where there is none} */
    @Nullable
    Object value(int pathId, CriterionPath path) {
        Object value = values[pathId];
        if (value == null) {
            value = path.first(context.root());
            values[pathId] = value == null ? NO_VALUE : value;
            return value;
        }
        return value == NO_VALUE ? null : value;
    }

    /** {@return the canonical key of the value at one of the trigger's paths, null where it has none} */
    @Nullable
    String key(int pathId, CriterionPath path) {
        String key = keys[pathId];
        if (key == null) {
            key = Canonical.key(value(pathId, path));
            keys[pathId] = key == null ? NO_KEY : key;
            return key;
        }
        return key.equals(NO_KEY) ? null : key;
    }

    /** Asks a predicate about a value; whatever happens in it stays with the rules that share it. */
    boolean satisfies(Clause.Predicate clause, @Nullable Object value, Prefix shared) {
        if (instance.payload().isEmpty()) {
            return false;
        }
        asked = shared;
        tested.begin(shared);
        try {
            return clause.holds(value, context);
        } catch (ClauseFailure failure) {
            if (failure.away() != null) {
                away = failure.away();
                return false;
            }
            failed(clause.text(), failure.reason(), failure.isOverBudget());
            return false;
        } finally {
            tested.end();
        }
    }

    @Override
    public void failed(String clause, String reason) {
        failed(clause, reason, false);
    }

    private void failed(String clause, String reason, boolean overBudget) {
        if (failures == null) {
            failures = new LinkedHashSet<>();
        }
        if (asked != null) {
            failures.add(new Failure(asked, clause, reason, overBudget));
        }
    }

    /** Takes down a match; false, as nothing is left to do for it. */
    boolean matched(MatchedRule rule) {
        matched.add(rule);
        return false;
    }

    List<MatchedRule> matched() {
        return matched;
    }

    /** {@return why it cannot be decided now; null where it is} */
    @Nullable
    DroverException away() {
        return away;
    }

    Collection<Failure> failures() {
        return failures == null ? List.of() : failures;
    }
}
