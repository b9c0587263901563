package io.drover.engine.match;

/**
 * What rules may ask for before one is quarantined.
 *
 * @param mostOverruns for how many events within an hour a rule may run over its budget of time
 * @param mostMatches how often a rule may match within a minute
 * @param mostHeld how many events the rules of a pack may hold together; the rule that holds most has to go
 * @param mostHeldByAll how many events the rules of all packs may hold together
 */
public record RuleBounds(int mostOverruns, int mostMatches, long mostHeld, long mostHeldByAll) {
    /** About so much an event takes that a rule holds, with some to spare. */
    private static final long BYTES_OF_EVENT = 1_500;

    /** Such a part of the heap is for events that rules hold. */
    private static final long PART_OF_HEAP = 3;

    /** {@return how many events rules may hold in a heap of some size} */
    public static long fitting(long heapBytes) {
        return Math.max(1, heapBytes / PART_OF_HEAP / BYTES_OF_EVENT);
    }

    /** {@return how many events the rules of a pack may hold if no other pack holds any} */
    public long mostOfPack() {
        return Math.min(mostHeld, mostHeldByAll);
    }

    /** {@return how many events a rule may hold that is tried only: two of them hold no more than all that are in force} */
    public long mostTried() {
        return Math.min(mostHeld, Math.max(1, mostHeldByAll / 2));
    }
}
