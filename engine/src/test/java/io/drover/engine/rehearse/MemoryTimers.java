package io.drover.engine.rehearse;

import io.drover.model.pack.Ref;
import io.drover.model.store.Timers;
import io.drover.model.timer.Timer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Timers by their trigger. */
record MemoryTimers(Table<Timer> rows) implements Timers {

    @Override
    public boolean add(Timer timer) {
        if (find(timer.trigger().ref()).isPresent()) {
            return false;
        }
        rows.put(timer.trigger().ref().toString(), timer);
        return true;
    }

    @Override
    public boolean remove(Ref trigger) {
        return rows.remove(trigger.toString());
    }

    @Override
    public List<Timer> list() {
        return rows.stream()
                .sorted(Comparator.comparing(timer -> timer.trigger().ref()))
                .toList();
    }

    @Override
    public Optional<Timer> find(Ref trigger) {
        return rows.find(trigger.toString());
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        return waiting()
                .filter(timer -> timer.next() != null && !timer.next().isAfter(now))
                .limit(limit)
                .toList();
    }

    @Override
    public @Nullable Instant first() {
        return waiting().map(Timer::next).findFirst().orElse(null);
    }

    private Stream<Timer> waiting() {
        return rows.stream()
                .filter(timer -> timer.next() != null)
                .sorted(Comparator.comparing(timer -> timer.next() == null ? Instant.MAX : timer.next()));
    }

    @Override
    public boolean moveOn(Ref trigger, Instant seen, @Nullable Instant next, @Nullable Instant fired) {
        Optional<Timer> standing = find(trigger).filter(timer -> seen.equals(timer.next()));
        standing.ifPresent(timer -> rows.put(
                trigger.toString(),
                new Timer(timer.trigger(), timer.since(), next, fired == null ? timer.last() : fired)));
        return standing.isPresent();
    }
}
