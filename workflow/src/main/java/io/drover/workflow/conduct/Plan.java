package io.drover.workflow.conduct;

import java.util.List;

/** Which tasks are to start now. Where one of them cannot be rendered, none is, and the workflow has failed. */
public record Plan(State state, List<TaskRequest> requests) {
    public Plan {
        requests = List.copyOf(requests);
    }
}
