package io.drover.engine.correlate;

import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every event is a match, so that nothing is ever collected. */
final class AnyForm implements Collected {

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        for (Role role : arrival.roles()) {
            if (tests.hold(role, kept.event(), Map::of)) {
                List<Match.Member> members = List.of(new Match.Member(role.name(), kept.event()));
                return new Completed(kept.time(), members, Map.of(), Completed.once(members));
            }
        }
        return null;
    }

    @Override
    public void cancel(Instant time) {
        // there is nothing to cancel
    }

    @Override
    public Map<String, TriggerInstance> named() {
        return Map.of();
    }

    @Override
    public boolean isEmpty() {
        return true;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public boolean decides() {
        return false;
    }

    @Override
    public @Nullable Instant due() {
        return null;
    }

    @Override
    public @Nullable Completed elapse() {
        return null;
    }

    @Override
    public List<Piece> pieces() {
        return List.of();
    }

    @Override
    public Set<String> parts() {
        return Set.of();
    }

    @Override
    public List<Piece> changed() {
        return List.of();
    }

    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        // nothing of it is ever stored
    }
}
