package io.drover.model.store;

import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which node runs rules that follow committed events, and how far they have come, by name: the pack's for its rules in DRL, and
 * {@code rules/<pack>} for its rules over several events and with limits.
 */
public interface Programs {

    /**
     * Has a node run the rules of a pack from now on, if no node has them, or it itself, or one that is silent.
     *
     * @param first where rules begin that never ran
     * @param lease how long a node may be silent before another takes its rules over
     * @return the term, which is higher than all before; empty where another node has them
     */
    OptionalLong claim(ProgramCursor first, int node, Duration lease);

    /** {@return whether this is still the newest term} */
    boolean isNewest(String pack, long term);

    /** Leaves the rules of a pack to any node, if this is still the newest term. */
    void release(String pack, long term);

    Optional<ProgramCursor> cursor(String pack);

    /**
     * Replaces the cursor of a pack. A node that claims its rules meanwhile waits until this transaction ends.
     *
     * @return whether this is the newest term; else nothing is written
     */
    boolean put(ProgramCursor cursor, long term);

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
