package io.drover.restapi.executions;

import io.drover.engine.api.Workflows;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Body;
import io.drover.restapi.http.Call;

/** Workflows before they run. */
public final class WorkflowOperations {
    private final Workflows workflows;

    public WorkflowOperations(Workflows workflows) {
        this.workflows = workflows;
    }

    /** What is wrong with the workflow whose YAML is the body (spec of Orquesta, section 12); an empty list where all is well. */
    public Answer inspect(Call call) {
        return Answer.ok(workflows.inspect(Body.text(call)));
    }
}
