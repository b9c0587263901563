package io.drover.engine.drools;

import io.drover.model.pack.Ref;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which condition is tested right now: written by the thread that matches, read by one that wonders why it does not come back. */
final class Tested {
    private volatile @Nullable Prefix now;
    private Runnable turn = () -> {};

    /** Has somebody told before each test. */
    void tell(Runnable told) {
        turn = told;
    }

    void begin(Prefix shared) {
        now = shared;
        turn.run();
    }

    void end() {
        now = null;
    }

    /** {@return the rules that have the condition; none while none is tested} */
    Set<Ref> rules() {
        Prefix shared = now;
        Set<Ref> rules = new LinkedHashSet<>();
        if (shared != null) {
            shared.forEachRule(rule -> rules.add(rule.ref()));
        }
        return rules;
    }
}
