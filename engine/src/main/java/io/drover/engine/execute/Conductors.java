package io.drover.engine.execute;

import io.drover.model.execution.Execution;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whoever carries on executions whose work other executions do: they need no worker, and wait without a thread. */
public interface Conductors {
    /** Nobody. */
    Conductors NONE = new Conductors() {
        @Override
        public boolean conduct(String runnerType) {
            return false;
        }

        @Override
        public void carryOn(Run run) {
            throw new IllegalStateException("Nobody conducts " + run.execution().runnerType());
        }

        @Override
        public CompletionStage<Execution> ask(Run run, Wish wish, String who) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "Nobody conducts " + run.execution().runnerType()));
        }
    };

    /** {@return whether executions of such a runner are carried on here} */
    boolean conduct(String runnerType);

    /** Begins a run that this node holds, or goes on with one that it took up. */
    void carryOn(Run run);

    /**
     * Asks a run for something.
     *
     * @return its execution as it is after the commit
     */
    CompletionStage<Execution> ask(Run run, Wish wish, String who);

    /** What one can ask a run for. */
    enum Wish {
        PAUSE,
        RESUME,
        CANCEL
    }
}
