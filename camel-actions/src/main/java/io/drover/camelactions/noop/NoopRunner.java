package io.drover.camelactions.noop;

import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.util.Map;

/** Succeeds at once. */
public final class NoopRunner implements ActionRunner {
    private static final RunnerType TYPE = new RunnerType("noop", "Does nothing and succeeds.", Map.of(), null, false);

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) {
        return ActionResult.succeeded(Map.of("failed", false, "succeeded", true, "return_code", 0));
    }
}
