package io.drover.model.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a source of events is heard on a node.
 *
 * @param source as its events name it
 * @param node number of the node that accepted them
 * @param lastAt when the last one was accepted
 * @param events how many there were
 * @param longestGap the longest time between two of them; an earlier one counts less with each event
 */
public record SourceHealth(String source, int node, Instant lastAt, long events, Duration longestGap) {
    /** So many events it takes to know how often a source is heard. */
    private static final int ENOUGH = 20;
    /** Of a gap so much is left with each event: a tenth after some fifty. */
    private static final double KEPT = 0.95;

    /** {@return a source that is heard for the first time} */
    public static SourceHealth first(String source, int node, Instant at) {
        return new SourceHealth(source, node, at, 1, Duration.ZERO);
    }

    /** {@return this source once it is heard again} */
    public SourceHealth heard(Instant at) {
        if (!at.isAfter(lastAt)) {
            return new SourceHealth(source, node, lastAt, events + 1, longestGap);
        }
        Duration gap = Duration.between(lastAt, at);
        Duration faded = Duration.ofMillis((long) (longestGap.toMillis() * KEPT));
        return new SourceHealth(source, node, at, events + 1, gap.compareTo(faded) > 0 ? gap : faded);
    }

    /** {@return the time within which it is usually heard again; empty while too little of it is known} */
    public Optional<Duration> cadence() {
        return events < ENOUGH ? Optional.empty() : Optional.of(longestGap);
    }
}
