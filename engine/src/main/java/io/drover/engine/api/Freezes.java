package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.silence.Freeze;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Freezes: rules go on matching and recording, and nothing is dispatched. What runs already goes on. */
public interface Freezes {

    /** {@return the freezes that nobody has ended, as they were begun} */
    List<Freeze> list();

    Optional<Freeze> find(String id);

    /**
     * Begins a freeze; it is in force on this node when this returns. Where the same is frozen already it is an
     * {@code ALREADY_EXISTS}.
     *
     * @param pack of the rules and actions that it holds for; null: everything
     * @param manual whether people may not request executions either
     */
    Freeze start(@Nullable String pack, boolean manual, String reason, Principal by);

    /** Ends a freeze; rules dispatch from now on what matches from now on. */
    void end(String id, Principal by);
}
