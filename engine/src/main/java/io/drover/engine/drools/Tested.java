package io.drover.engine.drools;

import io.drover.model.pack.Ref;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which condition is tested right now: written by the thread that matches, read by one that wonders why it does not come back. */
final class Tested {
    // each test writes it twice, and whoever reads it can wait: no write needs a fence
    private final AtomicReference<@Nullable Prefix> now = new AtomicReference<>();
    private Runnable turn = () -> {};

    /** Has somebody told before each test. */
    void tell(Runnable told) {
        turn = told;
    }

    void begin(Prefix shared) {
        now.setRelease(shared);
        turn.run();
    }

    void end() {
        now.setRelease(null);
    }

    /** {@return the rules that have the condition; none while none is tested} */
    Set<Ref> rules() {
        Prefix shared = now.getAcquire();
        Set<Ref> rules = new LinkedHashSet<>();
        if (shared != null) {
            shared.forEachRule(rule -> rules.add(rule.ref()));
        }
        return rules;
    }
}
