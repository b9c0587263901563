package io.drover.model.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a source of events is heard on a node. Events that are accepted at the same moment are one hearing: a source that is
 * polled every five minutes is heard every five minutes, however many events a poll finds.
 *
 * @param source as its events name it
 * @param node number of the node that accepted them
 * @param lastAt when the last one was accepted
 * @param events how many there were
 * @param longestGap the longest time between two of them; an earlier one counts less with each event
 * @param usualGap the mean time between two of them, in which each gap weighs a tenth less than the one after it; zero before
 *     the first gap
 */
public record SourceHealth(
        String source, int node, Instant lastAt, long events, Duration longestGap, Duration usualGap) {
    /** So many events it takes to know how often a source is heard. */
    private static final int ENOUGH = 20;
    /** Of a gap so much is left with each event: a tenth after some fifty. */
    private static final double KEPT = 0.95;
    /** So much of the mean is the newest gap. */
    private static final double NEWEST = 0.1;
    /** So many times its longest usual gap is a silence. */
    private static final int LONGEST_GAPS = 3;

    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(1);

    /** {@return a source that is heard for the first time} */
    public static SourceHealth first(String source, int node, Instant at) {
        return new SourceHealth(source, node, at, 1, Duration.ZERO, Duration.ZERO);
    }

    /** {@return this source once it is heard again} */
    public SourceHealth heard(Instant at) {
        if (!at.isAfter(lastAt)) {
            return new SourceHealth(source, node, lastAt, events + 1, longestGap, usualGap);
        }
        Duration gap = Duration.between(lastAt, at);
        Duration faded = Duration.ofMillis((long) (longestGap.toMillis() * KEPT));
        return new SourceHealth(
                source, node, at, events + 1, gap.compareTo(faded) > 0 ? gap : faded, usualGapWith(gap));
    }

    private Duration usualGapWith(Duration gap) {
        long micros = TimeUnit.MICROSECONDS.convert(gap);
        long before = usualGap.isZero() ? micros : TimeUnit.MICROSECONDS.convert(usualGap);
        return Duration.of(before + Math.round(NEWEST * (micros - before)), ChronoUnit.MICROS);
    }

    /** {@return this source once it is heard again after a time in which nobody listened: that time is no gap of its own} */
    public SourceHealth resumed(Instant at) {
        return new SourceHealth(source, node, at.isAfter(lastAt) ? at : lastAt, events + 1, longestGap, usualGap);
    }

    /** {@return how often it is usually heard; empty while too little of it is known} */
    public Optional<Duration> cadence() {
        return events < ENOUGH || usualGap.isZero() ? Optional.empty() : Optional.of(usualGap);
    }

    /** {@return the time after which it is silent rather than late; empty while too little of it is known} */
    public Optional<Duration> silentAfter() {
        if (events < ENOUGH) {
            return Optional.empty();
        }
        Duration allowed = longestGap.multipliedBy(LONGEST_GAPS);
        return Optional.of(allowed.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : allowed);
    }
}
