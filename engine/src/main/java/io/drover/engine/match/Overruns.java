package io.drover.engine.match;

import io.drover.model.pack.Ref;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers for how many events rules ran over their budget. Every event waits while a rule does so; one that does it again
 * and again has to go. Used by the dispatcher's thread alone.
 */
public final class Overruns {
    /** How long an overrun counts: one now and then is that of a busy machine. */
    private static final Duration SPAN = Duration.ofHours(1);

    private final int most;
    private final InstantSource clock;
    private final Map<Revision, Deque<Overrun>> byRevision = new HashMap<>();

    /** A revision of a rule. */
    public record Revision(Ref rule, int number) {}

    private record Overrun(String event, Instant at) {}

    /**
     * Remembers nothing yet.
     *
     * @param most from so many events within an hour on a rule has to go
     */
    public Overruns(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Takes down that a rule ran over its budget for an event; several times for one event count once. */
    public void add(Revision rule, String event) {
        Deque<Overrun> overruns = byRevision.computeIfAbsent(rule, key -> new ArrayDeque<>(most));
        Overrun last = overruns.peekLast();
        if (last == null || !last.event().equals(event)) {
            overruns.add(new Overrun(event, clock.instant()));
        }
    }

    /** {@return whether a rule ran over its budget too often within the last hour} */
    public boolean tooOften(Revision rule) {
        Deque<Overrun> overruns = byRevision.get(rule);
        if (overruns == null) {
            return false;
        }
        Instant since = clock.instant().minus(SPAN);
        overruns.removeIf(overrun -> overrun.at().isBefore(since));
        return overruns.size() >= most;
    }

    /** {@return the rules that have to go} */
    public List<Revision> tooOften() {
        return byRevision.isEmpty()
                ? List.of()
                : byRevision.keySet().stream().filter(this::tooOften).toList();
    }

    /** Forgets a rule that went. */
    public void forget(Revision rule) {
        byRevision.remove(rule);
    }
}
