package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** So many events in a sliding window, which ends at the newest of them; then it begins anew. */
final class CountForm implements Collected {
    private final String name;
    private final int atLeast;
    private final Span span;
    private final Window window = new Window();

    CountForm(String name, int atLeast, Span span) {
        this.name = name;
        this.atLeast = atLeast;
        this.span = span;
    }

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        if (!tests.hold(arrival.roles().get(0), kept.event(), this::named)) {
            return null;
        }
        window.add(kept, null);
        Window.Item newest = window.last();
        if (newest != null) {
            dropBefore(newest.time());
        }
        if (window.size() < atLeast) {
            return null;
        }
        List<Match.Member> members = window.accepted().stream()
                .map(item -> new Match.Member(name, item.kept().event()))
                .toList();
        window.clear();
        return Completed.of(kept.time(), members, Map.of("value", (long) members.size()), Completed.once(members));
    }

    private void dropBefore(Instant newest) {
        Window.Item first = window.first();
        if (first != null && span.end(first.time()).isBefore(newest) && span.within() != null) {
            window.removeBefore(newest.minus(span.within()), item -> {});
        }
    }

    @Override
    public void cancel(Instant time) {
        window.clear();
    }

    @Override
    public Map<String, TriggerInstance> named() {
        Window.Item newest = window.last();
        return newest == null ? Map.of() : Map.of(name, newest.kept().event());
    }

    @Override
    public boolean isEmpty() {
        return window.size() == 0;
    }

    @Override
    public int size() {
        return window.size();
    }

    @Override
    public boolean decides() {
        return false;
    }

    @Override
    public @Nullable Instant due() {
        Window.Item first = window.first();
        return first == null ? null : span.over(first.time());
    }

    @Override
    public @Nullable Completed elapse() {
        Window.Item first = window.first();
        if (first != null) {
            window.removeBefore(first.time().plusNanos(1), item -> {});
        }
        return null;
    }

    @Override
    public List<Piece> pieces() {
        return window.pieces();
    }

    @Override
    public Set<String> parts() {
        return window.parts();
    }

    @Override
    public List<Piece> changed() {
        return window.changed();
    }

    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        window.restore(documents.values(), events, Instant.MIN);
    }
}
