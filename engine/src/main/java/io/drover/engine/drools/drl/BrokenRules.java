package io.drover.engine.drools.drl;

import io.drover.model.pack.Ref;
import java.util.Set;

/** Rules broke the session: it must not be used any more. */
public final class BrokenRules extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Set<Ref> rules;

    BrokenRules(Set<Ref> rules, String message, Throwable cause) {
        super(message, cause);
        this.rules = Set.copyOf(rules);
    }

    /** {@return those that did it; none where that cannot be told} */
    public Set<Ref> rules() {
        return rules;
    }
}
