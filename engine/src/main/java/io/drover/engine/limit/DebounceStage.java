package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Debounce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matches become one once it has been quiet since the last of them, or some time after the first; a match at that very time begins anew. */
final class DebounceStage implements Stage {
    static final String NAME = "debounce";

    private final Ref rule;
    private final int revision;
    private final Debounce debounce;
    private final @Nullable ValuePath by;
    private final KeyedStates<Gathered> states;

    DebounceStage(Ref rule, int revision, Debounce debounce) {
        this.rule = rule;
        this.revision = revision;
        this.debounce = debounce;
        this.by = ValuePath.ofNullable(debounce.by());
        this.states = new KeyedStates<>(rule, revision, NAME);
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        Gathered before = states.get(key);
        Gathered kept = timed(before == null ? Gathered.of(match, now) : before.and(match, now));
        states.put(key, kept);
        found.add(new Found.Limited(match, NAME, key, kept.first()));
        return null;
    }

    private Gathered timed(Gathered kept) {
        Instant quiet = kept.last().plus(debounce.quiet());
        Duration atMost = debounce.atMost();
        Instant latest = atMost == null ? quiet : kept.first().plus(atMost);
        return kept.dueAt(quiet.isBefore(latest) ? quiet : latest);
    }

    @Override
    public @Nullable Match due() {
        Gathered kept = states.takeDue().state();
        return kept.merged(NAME, revision, kept.due());
    }

    @Override
    public void restore(String key, Stored stored) {
        Gathered kept = Gathered.of(rule, revision, stored);
        if (kept == null) {
            states.remove(key);
        } else {
            states.restore(key, timed(kept));
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
