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
 *
 * <p>A rule in YAML is told of by its own actions when a value begins and when it ends. A rule in DRL has none but what it asks
 * for: the first request that meets the flapping value passes as the beginning, the last one again as the end, and where none came
 * there is nothing to tell.
 */
final class FlapStage implements Stage {
    static final String NAME = "flap";

    private static final String PHASE = "phase";

    private final Ref rule;
    private final int revision;
    private final Flap flap;
    private final ValuePath of;
    private final @Nullable ValuePath by;
    private final boolean ofRequests;
    private final KeyedStates<Watched> states;

    /** @param ofRequests whether the matches are requests of a rule in DRL */
    FlapStage(Ref rule, int revision, Flap flap, boolean ofRequests) {
        this.ofRequests = ofRequests;
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
     * @param asked what the last request that met it shows; null where none did, and for a rule in YAML
     */
    private record Flapping(
            String value,
            Instant start,
            String began,
            Instant changed,
            @Nullable Object key,
            TriggerInstance last,
            @Nullable Map<String, @Nullable Object> asked,
            Instant seen,
            Instant due)
            implements Watched {
        Flapping asking(Map<String, @Nullable Object> request) {
            return new Flapping(value, start, began, changed, key, last, request, seen, due);
        }

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
            if (asked != null) {
                document.put("asked", asked);
            }
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
            states.put(
                    key,
                    flapping(
                            value,
                            flapping.start(),
                            flapping.began(),
                            changed,
                            shownKey,
                            event,
                            flapping.asked(),
                            now));
            return null;
        }
        List<Instant> changes = changes(before, value, now);
        if (changes.size() < flap.changes()) {
            states.put(key, calm(value, now, changes));
            return null;
        }
        Flapping begun = flapping(value, now, event.id(), now, shownKey, event, null, now);
        states.put(key, begun);
        return ofRequests ? null : match(key, begun, now, Map.of(PHASE, "start"));
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
            @Nullable Map<String, @Nullable Object> asked,
            Instant seen) {
        return new Flapping(value, start, began, changed, key, last, asked, seen, changed.plus(flap.hold()));
    }

    /** {@return whether a match tells that a value began or ended to change too often} */
    static boolean tells(Match match) {
        return match.shown().containsKey(PHASE);
    }

    private Match match(String key, Flapping flapping, Instant at, Map<String, @Nullable Object> shown) {
        return new Match(
                rule,
                revision,
                key,
                flapping.key(),
                at,
                List.of(new Match.Member("trigger", flapping.last())),
                flapping.last(),
                shown,
                NAME + "/" + shown.get(PHASE) + "/" + flapping.began());
    }

    private static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> request, String phase) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(request);
        shown.put(PHASE, phase);
        return shown;
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        if (!(states.get(key) instanceof Flapping flapping)) {
            return match;
        }
        if (ofRequests) {
            states.put(key, flapping.asking(match.shown()));
            if (flapping.asked() == null) {
                return match(key, flapping, now, shown(match.shown(), "start"));
            }
        }
        found.add(new Found.Limited(match, NAME, key, flapping.start()));
        return null;
    }

    @Override
    public @Nullable Match due() {
        KeyedStates.Entry<Watched> over = states.takeDue();
        if (!(over.state() instanceof Flapping flapping)) {
            return null;
        }
        states.put(over.key(), calm(flapping.value(), flapping.seen(), List.of()));
        Map<String, @Nullable Object> asked = flapping.asked();
        return ofRequests && asked == null
                ? null
                : match(over.key(), flapping, flapping.due(), shown(asked == null ? Map.of() : asked, "stop"));
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
                        stored.has("asked") ? stored.object("asked") : null,
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
