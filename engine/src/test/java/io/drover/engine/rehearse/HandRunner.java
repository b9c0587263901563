package io.drover.engine.rehearse;

import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A runner that does what a test says. */
public final class HandRunner implements ActionRunner {
    private final RunnerType type;
    private final List<ActionContext> calls = new CopyOnWriteArrayList<>();
    private volatile Work work = context -> ActionResult.succeeded(Map.of("result", "done"));

    /** What an action does. */
    @FunctionalInterface
    public interface Work {
        ActionResult run(ActionContext context) throws InterruptedException;
    }

    public HandRunner(String name, boolean effects) {
        this.type = new RunnerType(name, "Does what a test says.", Map.of(), null, effects);
    }

    /** From now on actions do this. */
    public void does(Work what) {
        work = what;
    }

    /** {@return what it was called with, in order} */
    public List<ActionContext> calls() {
        return calls;
    }

    @Override
    public RunnerType type() {
        return type;
    }

    @Override
    public ActionResult run(ActionContext context) throws InterruptedException {
        // whoever sees the call may say at once what the next one does
        Work now = work;
        calls.add(context);
        return now.run(context);
    }
}
