package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Collapse;
import io.drover.model.rule.Limits.Debounce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Matches become one. Those of a collapse do so when its window ends; the match that fills a window ends it, and the next one
 * opens another. Those of a debounce do once it has been quiet since the last of them, or some time after the first; a match
 * at that very time begins anew.
 */
final class GatheringStage implements Stage {
    static final String COLLAPSE = "collapse";
    static final String DEBOUNCE = "debounce";

    private final String name;
    private final Ref rule;
    private final int revision;
    private final @Nullable ValuePath by;
    private final int most;
    private final Function<Gathered, Instant> end;
    private final KeyedStates<Gathered> states;

    private GatheringStage(
            String name, Ref rule, int revision, @Nullable String by, int most, Function<Gathered, Instant> end) {
        this.name = name;
        this.rule = rule;
        this.revision = revision;
        this.by = ValuePath.ofNullable(by);
        this.most = most;
        this.end = end;
        this.states = new KeyedStates<>(rule, revision, name);
    }

    static GatheringStage of(Ref rule, int revision, Collapse collapse) {
        return new GatheringStage(
                COLLAPSE,
                rule,
                revision,
                collapse.by(),
                collapse.max(),
                kept -> kept.first().plus(collapse.span()));
    }

    static GatheringStage of(Ref rule, int revision, Debounce debounce) {
        return new GatheringStage(
                DEBOUNCE, rule, revision, debounce.by(), Integer.MAX_VALUE, kept -> end(debounce, kept));
    }

    private static Instant end(Debounce debounce, Gathered kept) {
        Instant quiet = kept.last().plus(debounce.quiet());
        Duration atMost = debounce.atMost();
        Instant latest = atMost == null ? quiet : kept.first().plus(atMost);
        return quiet.isBefore(latest) ? quiet : latest;
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        Gathered before = states.get(key);
        Gathered kept = timed(before == null ? Gathered.of(match, now) : before.and(match, now));
        if (kept.matches() >= most) {
            if (before != null) {
                states.remove(key);
            }
            return kept.merged(name, revision, match.at());
        }
        states.put(key, kept);
        found.add(new Found.Limited(match, name, key, kept.first()));
        return null;
    }

    private Gathered timed(Gathered kept) {
        return kept.dueAt(end.apply(kept));
    }

    @Override
    public @Nullable Match due() {
        Gathered kept = states.takeDue().state();
        return kept.merged(name, revision, kept.due());
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
        return name;
    }

    @Override
    public KeyedStates<?> states() {
        return states;
    }
}
