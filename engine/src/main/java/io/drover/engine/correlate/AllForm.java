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
 * Events in any order, the newest of each role. The window ends at the newest of them, and what has left it is dropped alone. An
 * event with several roles has the first that is not there yet, else the first. Conditions between the events are tested once
 * all are there.
 */
final class AllForm implements Collected {
    private final List<Role> roles;
    private final Span span;
    private final @Nullable Kept[] there;
    private int size;

    AllForm(List<Role> roles, Span span) {
        this.roles = roles;
        this.span = span;
        this.there = new Kept[roles.size()];
    }

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        Instant newest = newestTime(kept.time());
        if (span.end(kept.time()).isBefore(newest)) {
            return null;
        }
        int place = place(arrival, newest);
        Map<String, TriggerInstance> named = new LinkedHashMap<>();
        List<Completed.Named> events = new ArrayList<>(roles.size());
        for (Role role : roles) {
            Kept one = role.place() == place ? kept : there[role.place()];
            if (one != null && !span.end(one.time()).isBefore(newest)) {
                events.add(new Completed.Named(role.name(), one));
                named.put(role.name(), one.event());
            }
        }
        boolean isAll = events.size() == roles.size() && hold(named, tests);
        dropBefore(newest);
        if (isAll) {
            cancel(newest);
            return Completed.of(kept.time(), events);
        }
        put(place, kept);
        return null;
    }

    private Instant newestTime(Instant time) {
        Instant newest = time;
        for (Kept kept : there) {
            if (kept != null && kept.time().isAfter(newest)) {
                newest = kept.time();
            }
        }
        return newest;
    }

    private int place(Arrival arrival, Instant newest) {
        for (Role role : arrival.roles()) {
            Kept before = there[role.place()];
            if (before == null || span.end(before.time()).isBefore(newest)) {
                return role.place();
            }
        }
        return arrival.roles().get(0).place();
    }

    private boolean hold(Map<String, TriggerInstance> named, CrossTests tests) {
        for (Role role : roles) {
            TriggerInstance event = named.get(role.name());
            if (event != null && !tests.hold(role, event, () -> named)) {
                return false;
            }
        }
        return true;
    }

    private void dropBefore(Instant newest) {
        for (int place = 0; place < there.length; place++) {
            Kept kept = there[place];
            if (kept != null && span.end(kept.time()).isBefore(newest)) {
                put(place, null);
            }
        }
    }

    private void put(int place, @Nullable Kept kept) {
        size += (kept == null ? 0 : 1) - (there[place] == null ? 0 : 1);
        there[place] = kept;
    }

    @Override
    public void cancel(Instant time) {
        for (int place = 0; place < there.length; place++) {
            put(place, null);
        }
    }

    @Override
    public Map<String, TriggerInstance> named() {
        Map<String, TriggerInstance> named = new LinkedHashMap<>();
        for (Role role : roles) {
            Kept kept = there[role.place()];
            if (kept != null) {
                named.put(role.name(), kept.event());
            }
        }
        return named;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean decides() {
        return false;
    }

    @Override
    public @Nullable Instant due() {
        Instant oldest = null;
        for (Kept kept : there) {
            if (kept != null && (oldest == null || kept.time().isBefore(oldest))) {
                oldest = kept.time();
            }
        }
        return oldest == null ? null : span.over(oldest);
    }

    @Override
    public @Nullable Completed elapse() {
        Instant due = due();
        for (int place = 0; place < there.length; place++) {
            Kept kept = there[place];
            if (kept != null && span.over(kept.time()).equals(due)) {
                put(place, null);
            }
        }
        return null;
    }

    @Override
    public List<Piece> pieces() {
        if (size == 0) {
            return List.of();
        }
        List<List<Object>> rows = new ArrayList<>();
        for (Role role : roles) {
            Kept kept = there[role.place()];
            if (kept != null) {
                rows.add(List.of(kept.event().id(), kept.order(), role.name()));
            }
        }
        return List.of(Piece.of(Piece.FORM, Map.of(Piece.EVENTS, rows), named().values()));
    }

    @Override
    public Set<String> parts() {
        return size == 0 ? Set.of() : Set.of(Piece.FORM);
    }

    @Override
    public List<Piece> changed() {
        return pieces();
    }

    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        for (List<?> row : Piece.rows(documents.getOrDefault(Piece.FORM, Map.of()), Piece.EVENTS)) {
            Kept kept = events.kept(row);
            for (Role role : roles) {
                if (kept != null && role.name().equals(row.get(2))) {
                    put(role.place(), kept);
                }
            }
        }
    }
}
