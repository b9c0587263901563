package io.drover.engine.correlate.plane;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the rules of a pack are doing, written by their thread and read by others. */
final class Gauges {
    private volatile long live;
    private volatile long behind;
    private volatile long commits;
    private volatile @Nullable Instant taken;

    /** Others run the rules. */
    void idle() {
        live = 0;
        behind = 0;
        taken = null;
    }

    void behind(long events) {
        behind = events;
    }

    void took(long events) {
        behind = Math.max(0, behind - events);
    }

    void taken(Instant acceptedAt) {
        taken = acceptedAt;
    }

    long live() {
        return live;
    }

    void holds(long events) {
        live = events;
    }

    void committed() {
        // written by one thread alone
        long before = commits;
        commits = before + 1;
    }

    long commits() {
        return commits;
    }

    PackStatus status(String pack, int waiting, Instant now) {
        long all = behind + waiting;
        Instant last = taken;
        Duration lag = all == 0 || last == null || last.isAfter(now) ? Duration.ZERO : Duration.between(last, now);
        return new PackStatus(pack, live, all, lag, commits);
    }
}
