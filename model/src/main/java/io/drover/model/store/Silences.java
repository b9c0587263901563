package io.drover.model.store;

import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Silences and freezes. Each change of them is counted, so that a node which holds them in memory notices those of others. */
public interface Silences {

    /** {@return all silences, those that are over too, as they were made} */
    List<Silence> list();

    Optional<Silence> find(String id);

    /** Stores a silence, in the place of the one with its id. */
    void put(Silence silence);

    /** {@return whether it was there} */
    boolean remove(String id);

    /** Removes silences that ended before a moment. */
    int forget(Instant endedBefore);

    /** {@return the freezes that nobody has ended, as they were begun} */
    List<Freeze> freezes();

    void begin(Freeze freeze);

    /** {@return whether it was there} */
    boolean end(String freeze);

    /**
     * Makes others that hold, or change silences, wait until this transaction ends: of two nodes that count what the same
     * silence stopped one is the first.
     */
    void hold();

    /** {@return how often any of it changed} */
    long changes();
}
