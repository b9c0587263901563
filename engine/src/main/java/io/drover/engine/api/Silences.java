package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Silences and maintenance windows. */
public interface Silences {

    /** {@return all silences, those that are over too, as they were made} */
    List<Silence> list();

    Optional<Silence> find(String id);

    /** Makes a silence; it is in force on this node when this returns. */
    Silence create(Wish wish, Principal by);

    /** Replaces a silence. What the wish leaves open stays, but the window, which is removed. */
    Silence update(String id, Wish wish, Principal by);

    /** Ends a silence now; one that is over stays as it is. */
    Silence expire(String id, Principal by);

    void delete(String id, Principal by);

    /** {@return how a silence stands now} */
    State state(Silence silence);

    /**
     * What somebody wants silenced.
     *
     * @param from null: from now on
     * @param until null: so long as {@code length} says
     * @param length counted from its beginning; null where {@code until} is given
     * @param owner null: who asks
     */
    record Wish(
            Matchers matchers,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Duration length,
            @Nullable MaintenanceWindow window,
            @Nullable String owner,
            String reason) {}

    /** How a silence stands at a moment. */
    enum State {
        /** It has not begun. */
        PENDING,
        IN_FORCE,
        /** It is between two of its windows. */
        WAITING,
        OVER;

        /** {@return how it is called in lists} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
