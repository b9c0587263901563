package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run (spec of Orquesta, section 13). A value: the conductor makes a new one of it on every event.
 *
 * @param pauseRequested whether somebody asked for the pause; else it is an inquiry that pauses
 * @param contexts number 0 holds inputs and variables, each other one what was published on one edge
 * @param routes the edges that each route has passed; number 0 is the empty one
 * @param sequence all runs of tasks, in the order in which they started
 * @param output null where there is none yet
 * @param reruns the entries of the sequence that each rerun began with
 * @param contextSize characters and values in all contexts
 * @param itemLists how many lists of items there have been
 */
public record State(
        Status status,
        boolean pauseRequested,
        List<Map<String, @Nullable Object>> contexts,
        List<List<String>> routes,
        List<TaskEntry> sequence,
        List<StagedTask> staged,
        List<ErrorEntry> errors,
        @Nullable Map<String, @Nullable Object> output,
        List<List<Integer>> reruns,
        long contextSize,
        int itemLists) {
    /** Before anything has begun. */
    public static final State NOTHING =
            new State(Status.NULL, false, List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(), 0, 0);

    public State {
        contexts = KnownContexts.of(contexts);
        routes = Series.of(routes);
        sequence = Sequence.of(sequence);
        staged = List.copyOf(staged);
        errors = Series.of(errors);
        reruns = Series.of(reruns);
    }

    /** {@return the newest run of a task on a route} */
    public Optional<TaskEntry> newest(String task, int route) {
        return newestPlace(task, route).map(sequence::get);
    }

    /** {@return where in the sequence the newest run of a task on a route stands} */
    public Optional<Integer> newestPlace(String task, int route) {
        return Optional.ofNullable(Sequence.of(sequence).newest(task, route));
    }

    /** {@return the newest run of each task on each route} */
    public List<TaskEntry> newest() {
        return IntStream.range(0, sequence.size())
                .filter(i -> newestPlace(sequence.get(i).task(), sequence.get(i).route())
                        .orElseThrow()
                        .equals(i))
                .mapToObj(sequence::get)
                .toList();
    }
}
