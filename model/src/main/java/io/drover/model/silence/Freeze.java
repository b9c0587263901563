package io.drover.model.silence;

import io.drover.model.pack.Ref;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Automation goes on matching and recording, and nothing is dispatched until somebody ends it.
 *
 * @param pack of the rules, and of the actions, that it holds for; null: everything
 * @param manual whether people may not request executions either
 * @param since when it began
 * @param by who began it
 * @param reason why
 */
public record Freeze(String id, @Nullable String pack, boolean manual, Instant since, String by, String reason) {

    /** {@return whether it holds for a rule or an action} */
    public boolean covers(Ref ref) {
        return pack == null || pack.equals(ref.pack());
    }
}
