package io.drover.model.execution;

import org.jspecify.annotations.Nullable;

/**
 * Who may run an execution and write its result.
 *
 * @param attempt counts up with every claim, 0 before the first; it is the fencing token: a writer whose attempt is no
 *     longer the stored one changes nothing
 * @param owner the node's name, null while nobody has it
 */
public record Claim(int attempt, @Nullable String owner) {
    public static final Claim NONE = new Claim(0, null);

    public Claim by(String node) {
        return new Claim(attempt + 1, node);
    }

    public Claim released() {
        return new Claim(attempt, null);
    }
}
