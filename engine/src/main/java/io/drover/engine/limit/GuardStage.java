package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Guard;
import io.drover.model.text.InstantText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * At most so many distinct targets pass within a sliding time. A target counts from each match of it that passed, until the
 * time is over; while it counts, further matches of it pass. It trips at the first target too many, and again only
 * after fewer than so many counted in between.
 */
final class GuardStage implements Stage {
    static final String NAME = "guard";
    /** A guard has one state for all its targets. */
    private static final String KEY = ValuePath.NONE;

    private final Guard guard;
    private final ValuePath of;
    private final KeyedStates<Targets> states;

    GuardStage(Ref rule, int revision, Guard guard) {
        this.guard = guard;
        this.of = ValuePath.of(guard.of());
        this.states = new KeyedStates<>(rule, revision, NAME);
    }

    /**
     * The targets that count.
     *
     * @param passed when each passed last, that of the longest ago first; at least one
     * @param tripped since when it is; null where it is not
     * @param due when the first of them counts no more
     */
    private record Targets(
            Map<String, Instant> passed, @Nullable Instant tripped, Instant due) implements LimitState {
        @Override
        public Map<String, @Nullable Object> document() {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put(
                    "passed",
                    passed.entrySet().stream()
                            .map(entry ->
                                    List.of(entry.getKey(), entry.getValue().toString()))
                            .toList());
            document.put("tripped", tripped == null ? null : tripped.toString());
            return document;
        }

        @Override
        public int size() {
            return passed.size();
        }

        List<String> names() {
            return passed.keySet().stream().map(ValuePath::shown).toList();
        }
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        forgetUntil(now);
        String target = ValuePath.key(of.in(match));
        Targets before = states.get(KEY);
        Map<String, Instant> passed = before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before.passed());
        boolean isKnown = passed.remove(target) != null;
        if (before != null && !isKnown && passed.size() >= guard.targets()) {
            stop(match, now, before, found);
            return null;
        }
        passed.put(target, now);
        put(passed, before == null ? null : before.tripped());
        return match;
    }

    /** A match that was waiting until now must not meet targets that count until now. */
    private void forgetUntil(Instant now) {
        for (Instant due = states.nextDue(); due != null && !due.isAfter(now); due = states.nextDue()) {
            Match unused = due();
        }
    }

    private void stop(Match match, Instant now, Targets full, List<Found> found) {
        Instant tripped = full.tripped();
        found.add(new Found.Limited(match, NAME, KEY, tripped == null ? now : tripped));
        if (tripped == null) {
            put(full.passed(), now);
            found.add(new Found.Tripped(match, full.names()));
        }
    }

    private void put(Map<String, Instant> passed, @Nullable Instant tripped) {
        states.put(KEY, targets(passed, tripped));
    }

    private Targets targets(Map<String, Instant> passed, @Nullable Instant tripped) {
        Instant oldest = passed.values().iterator().next();
        return new Targets(passed, tripped, oldest.plus(guard.per()));
    }

    @Override
    public @Nullable Match due() {
        Targets before = states.get(KEY);
        if (before != null && before.passed().size() > 1) {
            Map<String, Instant> left = before.passed().entrySet().stream()
                    .skip(1)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, LinkedHashMap::new));
            put(left, left.size() < guard.targets() ? null : before.tripped());
        } else {
            states.remove(KEY);
        }
        return null;
    }

    @Override
    public void restore(String key, Stored stored) {
        Map<String, Instant> passed = new LinkedHashMap<>();
        for (Object each : stored.list("passed")) {
            if (each instanceof List<?> pair && pair.size() == 2) {
                passed.put(String.valueOf(pair.get(0)), InstantText.read(String.valueOf(pair.get(1))));
            }
        }
        if (passed.isEmpty()) {
            states.remove(key);
        } else {
            // of a revision that lets more pass it is full no longer
            boolean isTripped = stored.has("tripped") && passed.size() >= guard.targets();
            states.restore(key, targets(passed, isTripped ? stored.time("tripped") : null));
        }
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
