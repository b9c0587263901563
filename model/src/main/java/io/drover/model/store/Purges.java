package io.drover.model.store;

import java.time.Instant;

/**
 * Removes rows that are old, a few at a time, so that no commit waits long. What is open, or is needed by what is open,
 * stays however old it is.
 */
public interface Purges {

    /**
     * Looks at rows in the order of their insertion, and removes those that were done with before an instant.
     *
     * @param after where the last step ended; 0 at the beginning
     * @param limit how many rows are looked at
     */
    Step remove(Purgeable kind, Instant before, long after, int limit);

    /**
     * One step through the rows.
     *
     * @param upTo where the next one begins
     * @param removed how many rows are gone now
     * @param isLast whether all rows from here on are younger
     */
    record Step(long upTo, int removed, boolean isLast) {}
}
