package io.drover.model.trigger;

import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sensors that run in this process. Thread-safe. */
public interface Sensors {

    /**
     * Brings the routes of a pack to what its content says: new and changed files are (re)started, removed ones stopped,
     * the others left running; of a file with a problem the last good version runs on.
     *
     * @param disabled refs of sensors that are switched off
     * @return problems of the route files, with line and column where there is one
     */
    List<Problem> apply(PackContent content, List<Ref> disabled);

    /** Stops everything of a pack that is gone. */
    void remove(String pack);

    List<SensorStatus> list();

    /** Starts or stops one sensor. */
    void enable(Ref sensor, boolean on);

    /**
     * Says which of the sensors that run on one node at a time run here from now on, until the next call; before the first one
     * all do. Those start that are switched on, and the others have stopped when this returns.
     */
    void hold(Set<Ref> here);

    /**
     * Shows what a sensor emits. A running one is tapped; of a stopped one a route is run whose exchanges all end with a
     * rollback, and nothing is emitted.
     *
     * @param consume allows a stopped sensor whose source cannot be rolled back to be tried all the same
     * @return up to {@code limit} payloads, fewer where {@code wait} passed first
     */
    List<Map<String, @Nullable Object>> tryOut(Ref sensor, int limit, Duration wait, boolean consume);

    /** Says who is told of starts and ends from now on. */
    void watch(SensorWatch watch);

    /** Stops taking anything in; called first when the daemon stops. */
    void stopAll();
}
