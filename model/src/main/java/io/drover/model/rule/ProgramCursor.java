package io.drover.model.rule;

import io.drover.model.execution.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How far rules that follow committed events have come: what came of them up to here is committed.
 *
 * @param pack the name under which they are run, see {@link io.drover.model.store.Programs}
 * @param reached by node, the position of the last of its events that they were asked about
 * @param clock how far time has come for them
 */
public record ProgramCursor(String pack, Map<Integer, Position> reached, Instant clock) {
    public ProgramCursor {
        reached = Map.copyOf(reached);
    }

    /** {@return whether they were asked about the event at a position} */
    public boolean covers(Position position) {
        Position last = reached.get(position.node());
        return last != null && position.compareTo(last) <= 0;
    }

    /** {@return this after one more event} */
    public ProgramCursor after(Position position, Instant now) {
        Map<Integer, Position> moved = new HashMap<>(reached);
        moved.put(position.node(), position);
        return new ProgramCursor(pack, moved, now);
    }

    /** {@return this after some time} */
    public ProgramCursor at(Instant now) {
        return new ProgramCursor(pack, reached, now);
    }
}
