package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of a sliding window in the order of their times. It is stored in numbered slices, so that of a busy key only what
 * changed is written: a slice is written when an event joins it, and goes when its last event leaves.
 */
final class Window {
    private static final int SLICE = 256;

    private final Deque<Item> items = new ArrayDeque<>(4);
    private final NavigableMap<Long, Integer> slices = new TreeMap<>();
    private @Nullable Set<Long> dirty;
    private long next;

    /**
     * An event in the window.
     *
     * @param number counts the window's events
     * @param value what goes into a function; null where there is none
     */
    record Item(Kept kept, long number, @Nullable Object value) {
        private long slice() {
            return number / SLICE;
        }

        Instant time() {
            return kept.time();
        }
    }

    void add(Kept kept, @Nullable Object value) {
        Item item = new Item(kept, next++, value);
        if (dirty == null) {
            dirty = new TreeSet<>();
        }
        dirty.add(item.slice());
        insert(item);
    }

    private void insert(Item item) {
        Deque<Item> later = new ArrayDeque<>(0);
        Item last = items.peekLast();
        while (last != null && last.time().isAfter(item.time())) {
            later.push(items.removeLast());
            last = items.peekLast();
        }
        items.addLast(item);
        items.addAll(later);
        slices.merge(item.slice(), 1, Integer::sum);
    }

    /** {@return the oldest event; null where there is none} */
    @Nullable
    Item first() {
        return items.peekFirst();
    }

    /** {@return the event with the newest time; null where there is none} */
    @Nullable
    Item last() {
        return items.peekLast();
    }

    /** Removes events from the oldest on, up to the first that is not before a time. */
    void removeBefore(Instant time, Consumer<Item> removed) {
        Item first = items.peekFirst();
        while (first != null && first.time().isBefore(time)) {
            items.removeFirst();
            slices.computeIfPresent(first.slice(), (slice, count) -> count == 1 ? null : count - 1);
            removed.accept(first);
            first = items.peekFirst();
        }
    }

    void clear() {
        items.clear();
        slices.clear();
        dirty = null;
    }

    int size() {
        return items.size();
    }

    /** {@return the events in the order of acceptance} */
    List<Item> accepted() {
        List<Item> accepted = new ArrayList<>(items);
        accepted.sort(Comparator.comparingLong(Item::number));
        return accepted;
    }

    Set<String> parts() {
        return slices.keySet().stream().map(Window::part).collect(Collectors.toSet());
    }

    private static String part(long slice) {
        return Piece.FORM + "/" + slice;
    }

    List<Piece> pieces() {
        return pieces(slices.keySet());
    }

    List<Piece> changed() {
        List<Piece> changed = dirty == null ? List.of() : pieces(dirty);
        dirty = null;
        return changed;
    }

    /** What changed lies at the end, but for late events, so that looking from there ends soon. */
    private List<Piece> pieces(Set<Long> wanted) {
        int missing = 0;
        for (Long slice : wanted) {
            missing += slices.getOrDefault(slice, 0);
        }
        NavigableMap<Long, List<Item>> bySlice = new TreeMap<>();
        Iterator<Item> backwards = items.descendingIterator();
        while (missing > 0) {
            Item item = backwards.next();
            if (wanted.contains(item.slice())) {
                bySlice.computeIfAbsent(item.slice(), slice -> new ArrayList<>())
                        .add(item);
                missing--;
            }
        }
        List<Piece> pieces = new ArrayList<>(bySlice.size());
        bySlice.forEach((slice, members) -> pieces.add(piece(slice, members)));
        return pieces;
    }

    private static Piece piece(long slice, List<Item> members) {
        members.sort(Comparator.comparingLong(Item::number));
        List<List<@Nullable Object>> rows = new ArrayList<>(members.size());
        List<TriggerInstance> events = new ArrayList<>(members.size());
        for (Item item : members) {
            TriggerInstance event = item.kept().event();
            events.add(event);
            rows.add(Arrays.asList(event.id(), item.kept().order(), item.number(), item.value()));
        }
        return Piece.of(part(slice), Map.of(Piece.EVENTS, rows), events);
    }

    /** Takes up stored slices, without events before a time. */
    void restore(Collection<Map<String, @Nullable Object>> documents, Recalled events, Instant from) {
        List<Item> stored = new ArrayList<>();
        for (Map<String, @Nullable Object> document : documents) {
            for (List<?> row : Piece.rows(document, Piece.EVENTS)) {
                Kept kept = events.kept(row);
                long number = Recalled.number(row.get(2));
                next = Math.max(next, number + 1);
                if (kept != null && !kept.time().isBefore(from)) {
                    stored.add(new Item(kept, number, row.get(3)));
                }
            }
        }
        stored.sort(Comparator.comparingLong(Item::number));
        stored.forEach(this::insert);
    }

    void forEach(Consumer<Item> action) {
        items.forEach(action);
    }
}
