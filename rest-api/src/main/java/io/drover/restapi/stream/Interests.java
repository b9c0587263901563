package io.drover.restapi.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wanted by anybody, and for how long: what nobody wants is never made into a frame. What a client wanted is kept for
 * it for a while after it has gone, as it may come back: of only so many, those that went last. Thread-safe.
 */
final class Interests {
    private static final int MOST_KEPT = 1_000;

    private final InstantSource clock;
    private final Duration lease;
    private final Map<Wanted, Interest> all = new HashMap<>();

    private static final class Interest {
        private int clients;
        private Instant until = Instant.MIN;
    }

    Interests(InstantSource clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    /** Keeps for whoever comes soon. {@return whether it was kept before} */
    synchronized boolean keep(Wanted wanted) {
        forgetPassed();
        boolean known = all.containsKey(wanted);
        all.computeIfAbsent(wanted, fresh -> new Interest()).until =
                clock.instant().plus(lease);
        forgetTooMany();
        return known;
    }

    synchronized void comes(Wanted wanted) {
        all.computeIfAbsent(wanted, fresh -> new Interest()).clients++;
    }

    synchronized void goes(Wanted wanted) {
        Interest interest = all.computeIfAbsent(wanted, fresh -> new Interest());
        interest.clients = Math.max(0, interest.clients - 1);
        interest.until = clock.instant().plus(lease);
    }

    synchronized boolean isEmpty() {
        forgetPassed();
        return all.isEmpty();
    }

    synchronized boolean wants(Head head) {
        return all.keySet().stream().anyMatch(wanted -> wanted.lets(head));
    }

    private void forgetTooMany() {
        List<Map.Entry<Wanted, Interest>> kept = all.entrySet().stream()
                .filter(entry -> entry.getValue().clients == 0)
                .sorted(Comparator.comparing(entry -> entry.getValue().until))
                .toList();
        kept.stream().limit(Math.max(0, kept.size() - MOST_KEPT)).forEach(entry -> all.remove(entry.getKey()));
    }

    private void forgetPassed() {
        Instant now = clock.instant();
        all.values().removeIf(interest -> interest.clients == 0 && interest.until.isBefore(now));
    }
}
