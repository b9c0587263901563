package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Flap;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nothing passes while a value keeps changing. It is looked at in every event of the rule's triggers, so its paths look into each
 * event whatever their first word is; an event without the value is passed over. A change is an event whose value differs from that
 * of the key's event before, if that one came less than {@code within} earlier: what was silent for so long begins anew.
 */
final class FlapStage implements Stage {
    static final String NAME = "flap";

    private final Ref rule;
    private final int revision;
    private final Flap flap;
    private final ValuePath of;
    private final @Nullable ValuePath by;
    private final KeyedStates<Watched> states;

    FlapStage(Ref rule, int revision, Flap flap) {
        this.rule = rule;
        this.revision = revision;
        this.flap = flap;
        this.of = ValuePath.of(flap.of());
        this.by = ValuePath.ofNullable(flap.by());
        this.states = new KeyedStates<>(rule, revision, NAME);
    }

    /** The value of a key. */
    private sealed interface Watched extends LimitState {}

    /**
     * A value that does not change too often.
     *
     * @param seen when it was seen last
     * @param changes the times of changes that count, the oldest first
     */
    private record Calm(String value, Instant seen, List<Instant> changes, Instant due) implements Watched {
        @Override
        public Map<String, @Nullable Object> document() {
            return Map.of(
                    "value",
                    value,
                    "seen",
                    seen.toString(),
                    "changes",
                    changes.stream().map(Instant::toString).toList());
        }

        @Override
        public int size() {
            return 1 + changes.size();
        }
    }

    /**
     * A value that changes too often.
     *
     * @param start since when
     * @param began the id of the event that made it so
     * @param changed when it changed last
     * @param key as templates see it
     * @param last the last event of the key
     */
    private record Flapping(
            String value,
            Instant start,
            String began,
            Instant changed,
            @Nullable Object key,
            TriggerInstance last,
            Instant seen,
            Instant due)
            implements Watched {
        @Override
        public Map<String, @Nullable Object> document() {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("value", value);
            document.put("start", start.toString());
            document.put("began", began);
            document.put("changed", changed.toString());
            document.put("shown_key", key);
            document.put("seen", seen.toString());
            document.put(Stored.EVENT, last.id());
            return document;
        }

        @Override
        public Stream<TriggerInstance> events() {
            return Stream.of(last);
        }
    }

    /** Looks at an event; gives the match of the beginning where it makes its key flap. */
    @Nullable
    Match watch(TriggerInstance event, Instant now) {
        Object found = of.in(event);
        if (found == null) {
            return null;
        }
        String value = ValuePath.key(found);
        Object shownKey = by == null ? null : by.in(event);
        String key = ValuePath.key(shownKey);
        Watched before = states.get(key);
        if (before instanceof Flapping flapping) {
            Instant changed = flapping.value().equals(value) ? flapping.changed() : now;
            states.put(key, flapping(value, flapping.start(), flapping.began(), changed, shownKey, event, now));
            return null;
        }
        List<Instant> changes = changes(before, value, now);
        if (changes.size() < flap.changes()) {
            states.put(key, calm(value, now, changes));
            return null;
        }
        Flapping begun = flapping(value, now, event.id(), now, shownKey, event, now);
        states.put(key, begun);
        return match(key, begun, now, "start");
    }

    private List<Instant> changes(@Nullable Watched before, String value, Instant now) {
        List<Instant> changes = new ArrayList<>();
        if (before instanceof Calm calm && now.isBefore(calm.due())) {
            calm.changes().stream()
                    .filter(change -> now.isBefore(change.plus(flap.within())))
                    .forEach(changes::add);
            if (!calm.value().equals(value)) {
                changes.add(now);
            }
        }
        return changes;
    }

    private Calm calm(String value, Instant seen, List<Instant> changes) {
        return new Calm(value, seen, List.copyOf(changes), seen.plus(flap.within()));
    }

    private Flapping flapping(
            String value,
            Instant start,
            String began,
            Instant changed,
            @Nullable Object key,
            TriggerInstance last,
            Instant seen) {
        return new Flapping(value, start, began, changed, key, last, seen, changed.plus(flap.hold()));
    }

    private Match match(String key, Flapping flapping, Instant at, String phase) {
        return new Match(
                rule,
                revision,
                key,
                flapping.key(),
                at,
                List.of(new Match.Member("trigger", flapping.last())),
                flapping.last(),
                Map.of("phase", phase),
                NAME + "/" + phase + "/" + flapping.began());
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        if (states.get(key) instanceof Flapping flapping) {
            found.add(new Found.Limited(match, NAME, key, flapping.start()));
            return null;
        }
        return match;
    }

    @Override
    public @Nullable Match due() {
        KeyedStates.Entry<Watched> over = states.takeDue();
        if (!(over.state() instanceof Flapping flapping)) {
            return null;
        }
        states.put(over.key(), calm(flapping.value(), flapping.seen(), List.of()));
        return match(over.key(), flapping, flapping.due(), "stop");
    }

    @Override
    public void restore(String key, Stored stored) {
        if (!stored.has("start")) {
            List<Instant> changes = stored.list("changes").stream()
                    .map(String::valueOf)
                    .map(Instant::parse)
                    .toList();
            states.restore(key, calm(stored.text("value"), stored.time("seen"), changes));
            return;
        }
        TriggerInstance last = stored.event();
        if (last == null) {
            states.remove(key);
            return;
        }
        states.restore(
                key,
                flapping(
                        stored.text("value"),
                        stored.time("start"),
                        stored.text("began"),
                        stored.time("changed"),
                        stored.document().get("shown_key"),
                        last,
                        stored.time("seen")));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public KeyedStates<?> states() {
        return states;
    }
}
