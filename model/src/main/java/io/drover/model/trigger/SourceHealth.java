package io.drover.model.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a source of events is heard on a node. Events within a second, or within a hundredth of the longest gap where that is
 * longer, are one hearing: a source that is polled every five minutes is heard every five minutes, however many events a poll
 * finds and however long it takes to accept them one after the other. Gaps are those between the beginnings of hearings.
 *
 * @param source as its events name it
 * @param node number of the node that accepted them
 * @param hearingAt when the hearing began that the last one belongs to; not stored, as a hearing is short
 * @param lastAt when the last one was accepted
 * @param events how many there were
 * @param longestGap the longest gap; an earlier one counts less with each hearing
 * @param usualGap the mean gap, in which each weighs a tenth less than the one after it; zero before the first gap
 */
public record SourceHealth(
        String source,
        int node,
        Instant hearingAt,
        Instant lastAt,
        long events,
        Duration longestGap,
        Duration usualGap) {
    /** So many events it takes to know how often a source is heard. */
    private static final int ENOUGH = 20;

    private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);
    /** A gap of less than one in so many of the longest is none. */
    private static final int SHARE = 100;
    /** Of a gap so much is left with each hearing: a tenth after some fifty. */
    private static final double KEPT = 0.95;
    /** So much of the mean is the newest gap. */
    private static final double NEWEST = 0.1;
    /** So many times its longest usual gap is a silence. */
    private static final int LONGEST_GAPS = 3;

    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(1);

    /** A source as it was stored. */
    public SourceHealth(String source, int node, Instant lastAt, long events, Duration longestGap, Duration usualGap) {
        this(source, node, lastAt, lastAt, events, longestGap, usualGap);
    }

    /** {@return a source that is heard for the first time} */
    public static SourceHealth first(String source, int node, Instant at) {
        return new SourceHealth(source, node, at, 1, Duration.ZERO, Duration.ZERO);
    }

    /** {@return this source once it is heard again} */
    public SourceHealth heard(Instant at) {
        Duration gap = Duration.between(hearingAt, at);
        Duration hundredth = longestGap.dividedBy(SHARE);
        if (gap.compareTo(SHORTEST_GAP) < 0 || gap.compareTo(hundredth) < 0) {
            return new SourceHealth(source, node, hearingAt, later(at), events + 1, longestGap, usualGap);
        }
        Duration faded = Duration.ofMillis((long) (longestGap.toMillis() * KEPT));
        return new SourceHealth(
                source, node, at, later(at), events + 1, gap.compareTo(faded) > 0 ? gap : faded, usualGapWith(gap));
    }

    private Instant later(Instant at) {
        return at.isAfter(lastAt) ? at : lastAt;
    }

    private Duration usualGapWith(Duration gap) {
        long micros = TimeUnit.MICROSECONDS.convert(gap);
        long before = usualGap.isZero() ? micros : TimeUnit.MICROSECONDS.convert(usualGap);
        return Duration.of(before + Math.round(NEWEST * (micros - before)), ChronoUnit.MICROS);
    }

    /** {@return this source once it is heard again after a time in which nobody listened: that time is no gap of its own} */
    public SourceHealth resumed(Instant at) {
        return new SourceHealth(source, node, later(at), events + 1, longestGap, usualGap);
    }

    /** {@return this source as another node goes on hearing it} */
    public SourceHealth on(int other) {
        return new SourceHealth(source, other, hearingAt, lastAt, events, longestGap, usualGap);
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
