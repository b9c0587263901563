package io.drover.model.action;

/** Runs one kind of action. Implementations are called from many threads at once. */
public interface ActionRunner {

    RunnerType type();

    /**
     * Runs an action to its end, or to where it waits for an answer; no transaction is open. Foreseen failures are results; whatever is thrown becomes a
     * {@code failed} result with the exception's message.
     *
     * @throws InterruptedException where the thread was told to stop; the execution is then abandoned
     */
    ActionResult run(ActionContext context) throws InterruptedException;
}
