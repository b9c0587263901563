package io.drover.engine.correlate;

import io.drover.engine.match.Clause;
import io.drover.engine.match.ClauseFailure;
import io.drover.engine.match.TestContext;
import io.drover.model.trigger.TriggerInstance;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tests the conditions between the events of a rule. */
final class CrossTests {
    private final Undecided undecided;

    /** Is told what could not be decided: that event does not satisfy that condition. */
    @FunctionalInterface
    interface Undecided {
        void tell(TriggerInstance event, String clause, String message, boolean overBudget);
    }

    CrossTests(Undecided undecided) {
        this.undecided = undecided;
    }

    /**
     * Says whether an event satisfies what its role asks for beside others.
     *
     * @param collected the others, by name; a condition on one that is not there does not hold
     * @throws io.drover.model.error.DroverException where the datastore does not answer now
     */
    boolean hold(Role role, TriggerInstance event, Supplier<Map<String, TriggerInstance>> collected) {
        if (role.cross().all().isEmpty()) {
            return true;
        }
        Map<String, @Nullable Object> root = new HashMap<>();
        collected.get().forEach((name, other) -> root.put(name, other.payload()));
        root.put("trigger", event.payload());
        TestContext context = new TestContext(
                root, event.acceptedAt(), (clause, reason) -> undecided.tell(event, clause, reason, false));
        for (Clause clause : role.cross().all()) {
            if (!holds(clause, event, context)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(Clause clause, TriggerInstance event, TestContext context) {
        try {
            return clause.holds(clause.value(context.root()), context);
        } catch (ClauseFailure failure) {
            if (failure.away() != null) {
                throw failure.away();
            }
            undecided.tell(event, clause.text(), failure.reason(), failure.isOverBudget());
            return false;
        }
    }

    /** Tells that something else of an event could not be decided. */
    void undecided(TriggerInstance event, String clause, String message) {
        undecided.tell(event, clause, message, false);
    }
}
