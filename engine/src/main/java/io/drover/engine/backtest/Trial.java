package io.drover.engine.backtest;

import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.model.store.TriggerInstances.Entry;
import io.drover.model.store.TriggerInstances.Inserted;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries one version of a rule, or two, over the stored events of a span. It reads the events of their triggers alone, page by
 * page, each in a transaction of its own, and keeps none of them.
 */
final class Trial {
    private static final int PAGE = 2_000;
    /** So many events are taken before it is looked whether it was canceled. */
    private static final int STEP = 50;

    private final Store store;
    private final Supplier<Replay.Matching> matching;
    private final Duration lateness;
    private final long mostHeld;
    private final InstantSource clock;
    private final Candidate candidate;
    private final @Nullable Candidate against;
    private final Instant from;
    private final Instant to;
    private volatile long events;
    private volatile long total;
    private volatile boolean canceled;

    /**
     * A trial that has not begun.
     *
     * @param matching makes what one version is matched with
     * @param mostHeld how many events one version may hold
     */
    Trial(
            Store store,
            Supplier<Replay.Matching> matching,
            Duration lateness,
            long mostHeld,
            InstantSource clock,
            Candidate candidate,
            @Nullable Candidate against,
            Instant from,
            Instant to) {
        this.store = store;
        this.matching = matching;
        this.lateness = lateness;
        this.mostHeld = mostHeld;
        this.clock = clock;
        this.candidate = candidate;
        this.against = against;
        this.from = from;
        this.to = to;
    }

    /**
     * Where in the store the span lies.
     *
     * @param before the place before its first event
     * @param last the place of its last event
     */
    private record Extent(
            long before, long last, long total, @Nullable Instant oldest) {}

    long events() {
        return events;
    }

    long total() {
        return total;
    }

    /** Has it end before its next events. */
    void cancel() {
        canceled = true;
    }

    boolean isCanceled() {
        return canceled;
    }

    /** Carries it out. {@return what came of it; of one that was canceled, so far} */
    Map<String, @Nullable Object> run() {
        List<Ref> types = Stream.concat(Stream.of(candidate), Optional.ofNullable(against).stream())
                .flatMap(each -> each.rule().triggerTypes().stream())
                .distinct()
                .toList();
        Extent extent = store.read(transaction -> extent(transaction, types));
        total = extent.total();
        Set<Ref> seen = new HashSet<>();
        Difference difference = new Difference();
        try (Replay first = new Replay(candidate, matching.get(), lateness, mostHeld, from);
                Replay second =
                        against == null ? null : new Replay(against, matching.get(), lateness, mostHeld, from)) {
            List<Entry> page = new ArrayList<>();
            long place = next(extent.before(), extent.last(), types, page);
            long taken = 0;
            while (!page.isEmpty() && !canceled) {
                for (int at = 0; at < page.size() && !canceled; at += STEP) {
                    List<Entry> step = page.subList(at, Math.min(page.size(), at + STEP));
                    step.forEach(entry -> seen.add(entry.instance().trigger()));
                    List<Firing> firings = first.take(step);
                    if (second != null) {
                        difference.compare(firings, second.take(step));
                    }
                    taken += step.size();
                    events = taken;
                }
                page.clear();
                place = canceled ? place : next(place, extent.last(), types, page);
            }
            List<Firing> due = first.end(to);
            if (second != null) {
                difference.compare(due, second.end(to));
            }
            return document(extent, seen, first, second, difference);
        }
    }

    private Extent extent(Transaction transaction, List<Ref> types) {
        long before = transaction.triggerInstances().placeOf(from);
        long last = transaction.triggerInstances().placeOf(to);
        long count = transaction.triggerInstances().count(before, types)
                - transaction.triggerInstances().count(last, types);
        return new Extent(
                before,
                last,
                count,
                transaction.triggerInstances().oldestAcceptedAt().orElse(null));
    }

    /** Reads the next page. {@return the place of its last event} */
    private long next(long place, long last, List<Ref> types, List<Entry> page) {
        if (place >= last) {
            return place;
        }
        long read = place;
        List<Inserted> found =
                store.read(transaction -> transaction.triggerInstances().insertedAfter(place, types, PAGE));
        for (Inserted inserted : found) {
            if (inserted.place() <= last) {
                page.add(new Entry(inserted.instance(), inserted.position(), Duration.ZERO));
                read = inserted.place();
            }
        }
        return read;
    }

    private Map<String, @Nullable Object> document(
            Extent extent, Set<Ref> seen, Replay first, @Nullable Replay second, Difference difference) {
        List<String> silent = candidate.rule().triggers().stream()
                .map(Trigger::ref)
                .filter(trigger -> !seen.contains(trigger))
                .map(Ref::toString)
                .toList();
        Covered covered = Covered.of(from, to, extent.oldest(), clock.instant());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("events", events);
        document.put("covered", covered.document());
        document.put("silent_triggers", silent);
        document.put("notes", notes(covered, silent));
        document.put("candidate", first.document());
        if (second != null) {
            document.put("against", second.document());
            document.put("difference", difference.document());
        }
        return document;
    }

    private static List<String> notes(Covered covered, List<String> silent) {
        List<String> notes = new ArrayList<>();
        if (covered.percent() < 100) {
            notes.add("The event store covers " + covered.percent() + " % of the span.");
        }
        silent.forEach(trigger -> notes.add("Its trigger '" + trigger + "' never occurred in the span."));
        notes.add("Silences, maintenance windows and freezes are not applied.");
        notes.add("The datastore is read as it is now, and what was collected before the span is not known.");
        return notes;
    }
}
