package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of the rule. An event that is the next one counts as that; else, if it is a first one, all begins anew
 * with it; else it is ignored.
 */
final class SequenceForm implements Collected {
    private final List<Role> roles;
    private final Span span;
    private final List<Kept> there = new ArrayList<>(2);

    SequenceForm(List<Role> roles, Span span) {
        this.roles = roles;
        this.span = span;
    }

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        if (isNext(arrival, tests)) {
            there.add(kept);
        } else {
            Role first = arrival.as(0);
            if (first == null || !tests.hold(first, kept.event(), Map::of)) {
                return null;
            }
            there.clear();
            there.add(kept);
        }
        if (there.size() < roles.size()) {
            return null;
        }
        List<Completed.Named> events = new ArrayList<>(roles.size());
        for (int place = 0; place < roles.size(); place++) {
            events.add(new Completed.Named(roles.get(place).name(), there.get(place)));
        }
        there.clear();
        return Completed.of(kept.time(), events);
    }

    private boolean isNext(Arrival arrival, CrossTests tests) {
        if (there.isEmpty()) {
            return false;
        }
        Role next = arrival.as(there.size());
        Kept kept = arrival.kept();
        return next != null
                && !kept.time().isAfter(span.end(there.get(0).time()))
                && tests.hold(next, kept.event(), this::named);
    }

    @Override
    public void cancel(Instant time) {
        there.clear();
    }

    @Override
    public Map<String, TriggerInstance> named() {
        Map<String, TriggerInstance> named = new LinkedHashMap<>();
        for (int place = 0; place < there.size(); place++) {
            named.put(roles.get(place).name(), there.get(place).event());
        }
        return named;
    }

    @Override
    public boolean isEmpty() {
        return there.isEmpty();
    }

    @Override
    public int size() {
        return there.size();
    }

    @Override
    public boolean decides() {
        return false;
    }

    @Override
    public @Nullable Instant due() {
        return there.isEmpty() ? null : span.over(there.get(0).time());
    }

    @Override
    public @Nullable Completed elapse() {
        there.clear();
        return null;
    }

    @Override
    public List<Piece> pieces() {
        if (there.isEmpty()) {
            return List.of();
        }
        List<List<Object>> rows = there.stream()
                .map(kept -> List.<Object>of(kept.event().id(), kept.order()))
                .toList();
        return List.of(Piece.of(
                Piece.FORM,
                Map.of(Piece.EVENTS, rows),
                there.stream().map(Kept::event).toList()));
    }

    @Override
    public Set<String> parts() {
        return there.isEmpty() ? Set.of() : Set.of(Piece.FORM);
    }

    @Override
    public List<Piece> changed() {
        return pieces();
    }

    /** What follows an event that is gone is left out, as it is none without it. */
    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        for (List<?> row : Piece.rows(documents.getOrDefault(Piece.FORM, Map.of()), Piece.EVENTS)) {
            Kept kept = events.kept(row);
            if (kept == null || there.size() == roles.size() - 1) {
                return;
            }
            there.add(kept);
        }
    }
}
