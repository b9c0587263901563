package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Collapse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matches of a window become one when it ends. The match that fills a window ends it, and the next one opens another. */
final class CollapseStage implements Stage {
    static final String NAME = "collapse";

    private final Ref rule;
    private final int revision;
    private final Collapse collapse;
    private final @Nullable ValuePath by;
    private final KeyedStates<Gathered> states;

    CollapseStage(Ref rule, int revision, Collapse collapse) {
        this.rule = rule;
        this.revision = revision;
        this.collapse = collapse;
        this.by = ValuePath.ofNullable(collapse.by());
        this.states = new KeyedStates<>(rule, revision, NAME);
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        Gathered before = states.get(key);
        Gathered kept = timed(before == null ? Gathered.of(match, now) : before.and(match, now));
        if (kept.matches() >= collapse.max()) {
            if (before != null) {
                states.remove(key);
            }
            return kept.merged(NAME, revision, match.at());
        }
        states.put(key, kept);
        found.add(new Found.Limited(match, NAME, key, kept.first()));
        return null;
    }

    private Gathered timed(Gathered kept) {
        return kept.dueAt(kept.first().plus(collapse.span()));
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
