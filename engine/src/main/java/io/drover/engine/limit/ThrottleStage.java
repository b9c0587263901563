package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits.Throttle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first matches of a window pass. It opens with the first of them; a match at its very end opens the next one. */
final class ThrottleStage implements Stage {
    static final String NAME = "throttle";

    private final Throttle throttle;
    private final @Nullable ValuePath by;
    private final KeyedStates<Window> states;

    ThrottleStage(Ref rule, int revision, Throttle throttle) {
        this.throttle = throttle;
        this.by = ValuePath.ofNullable(throttle.by());
        this.states = new KeyedStates<>(rule, revision, NAME);
    }

    /**
     * A window of a key.
     *
     * @param due the first moment after it
     */
    private record Window(Instant start, long passed, Instant due) implements LimitState {
        @Override
        public Map<String, @Nullable Object> document() {
            return Map.of("start", start.toString(), "passed", passed);
        }
    }

    @Override
    public @Nullable Match take(Match match, Instant now, List<Found> found) {
        String key = ValuePath.key(by, match);
        Window open = states.get(key);
        if (open == null || !now.isBefore(open.due())) {
            states.put(key, window(now, 1));
            return match;
        }
        if (open.passed() < throttle.count()) {
            states.put(key, window(open.start(), open.passed() + 1));
            return match;
        }
        found.add(new Found.Limited(match, NAME, key, open.start()));
        return null;
    }

    private Window window(Instant start, long passed) {
        return new Window(start, passed, start.plus(throttle.per()));
    }

    @Override
    public @Nullable Match due() {
        states.takeDue();
        return null;
    }

    @Override
    public void restore(String key, Stored stored) {
        states.restore(key, window(stored.time("start"), stored.number("passed")));
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
