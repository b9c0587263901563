package io.drover.model.silence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does not want to be acted upon for a time: matches are recorded, and lead to no execution.
 *
 * @param from since when it is in force
 * @param until when it no longer is
 * @param window within that time it is in force in these windows alone; null: all the time
 * @param owner whose it is
 * @param reason why
 */
public record Silence(
        String id,
        Matchers matchers,
        Instant from,
        Instant until,
        @Nullable MaintenanceWindow window,
        String owner,
        String reason,
        Instant createdAt) {

    /** {@return whether a moment lies between its beginning, included, and its end} */
    public boolean spans(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /** {@return this silence with another end} */
    public Silence until(Instant end) {
        return new Silence(id, matchers, from, end, window, owner, reason, createdAt);
    }
}
