package io.drover.restapi.stream;

import io.drover.restapi.http.Call;
import java.util.List;
import java.util.Set;

/**
 * Which events a client wants.
 *
 * @param events names, with wildcards
 * @param actions refs; empty: any. What is of no action passes
 * @param executions ids; empty: any. What is of no execution passes
 */
record Wanted(Set<String> events, Set<String> actions, Set<String> executions) {
    private static final Set<String> USUAL = Set.of(
            "st2.announcement__*",
            "st2.execution__create",
            "st2.execution__update",
            "st2.execution__delete",
            "st2.liveaction__create",
            "st2.liveaction__update",
            "st2.liveaction__delete");

    Wanted {
        events = Set.copyOf(events);
        actions = Set.copyOf(actions);
        executions = Set.copyOf(executions);
    }

    static Wanted of(Call call) {
        List<String> events = call.listed("events");
        return new Wanted(
                events.isEmpty() ? USUAL : Set.copyOf(events),
                Set.copyOf(call.listed("action_refs")),
                Set.copyOf(call.listed("execution_ids")));
    }

    /** {@return what it takes to follow the output of one execution to its end} */
    static Wanted outputOf(String execution) {
        return new Wanted(Set.of(Events.OUTPUT, Events.EXECUTION_UPDATE), Set.of(), Set.of(execution));
    }

    boolean lets(Head head) {
        return passes(actions, head.action())
                && passes(executions, head.execution())
                && events.stream().anyMatch(pattern -> Glob.fits(pattern, head.event()));
    }

    private static boolean passes(Set<String> wanted, String value) {
        return wanted.isEmpty() || value.isEmpty() || wanted.contains(value);
    }
}
