package io.drover.engine.workflow;

import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How the execution of a workflow follows the status of its run. */
final class Statuses {
    private Statuses() {}

    /** {@return an execution moved on to a status that is no end, over those that lie between} */
    static Execution moved(Execution execution, ExecutionStatus target, Instant now) {
        Execution moved = execution;
        for (ExecutionStatus next : way(execution.status(), target)) {
            moved = moved.moved(next, now);
        }
        return moved;
    }

    /** {@return an execution moved on to where it can end with a status} */
    static Execution before(Execution execution, ExecutionStatus end, Instant now) {
        List<ExecutionStatus> way = way(execution.status(), end);
        return way.size() < 2 ? execution : moved(execution, way.get(way.size() - 2), now);
    }

    /** {@return the shortest way that there is, without where it begins} */
    private static List<ExecutionStatus> way(ExecutionStatus from, ExecutionStatus target) {
        Map<ExecutionStatus, ExecutionStatus> before = new EnumMap<>(ExecutionStatus.class);
        Deque<ExecutionStatus> reached = new ArrayDeque<>(List.of(from));
        while (!reached.isEmpty() && !before.containsKey(target)) {
            ExecutionStatus here = reached.remove();
            for (ExecutionStatus next : ExecutionStatus.values()) {
                if (here.canBecome(next)
                        && next != from
                        && (next != ExecutionStatus.CANCELING || isStop(target))
                        && before.putIfAbsent(next, here) == null) {
                    reached.add(next);
                }
            }
        }
        List<ExecutionStatus> way = new ArrayList<>();
        for (ExecutionStatus at = before.containsKey(target) ? target : from;
                at != from;
                at = Objects.requireNonNull(before.get(at))) {
            way.add(0, at);
        }
        return way;
    }

    private static boolean isStop(ExecutionStatus status) {
        return status == ExecutionStatus.CANCELING || status == ExecutionStatus.CANCELED;
    }
}
