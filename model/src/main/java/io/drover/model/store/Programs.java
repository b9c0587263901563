package io.drover.model.store;

import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import java.util.List;
import java.util.Optional;

/** How far DRL rules have come, by pack. */
public interface Programs {

    Optional<ProgramCursor> cursor(String pack);

    /** Replaces the cursor of a pack. */
    void put(ProgramCursor cursor);

    /** {@return the windows of a pack's rules, the newest of each key} */
    List<OnceWindow> windows(String pack);

    /** Replaces the window of a rule and key. */
    void put(OnceWindow window);

    /**
     * Forgets windows. One that was replaced by a later one of its rule and key, here or on another node, stays.
     *
     * @return how many were forgotten
     */
    int forget(List<OnceWindow> over);
}
