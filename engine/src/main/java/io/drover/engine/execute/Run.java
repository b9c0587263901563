package io.drover.engine.execute;

import io.drover.model.action.ActionContext;
import io.drover.model.execution.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An execution that this node holds, and whether it is asked to stop. */
public final class Run implements ActionContext.Cancellation {
    private final Duration grace;
    private final List<Runnable> stops = new ArrayList<>();
    private Execution execution;
    private UnaryOperator<Map<String, @Nullable Object>> hiding = UnaryOperator.identity();
    private boolean canceled;
    private boolean asked;
    private boolean started;

    Run(Execution execution, Duration grace) {
        this.execution = execution;
        this.grace = grace;
    }

    public synchronized Execution execution() {
        return execution;
    }

    public synchronized void becomes(Execution next) {
        execution = next;
    }

    /** Has the result kept in clear beside the one that is shown, where these differ. */
    synchronized void hides(UnaryOperator<Map<String, @Nullable Object>> showing) {
        hiding = showing;
    }

    /** {@return what of a result is shown} */
    synchronized UnaryOperator<Map<String, @Nullable Object>> hiding() {
        return hiding;
    }

    /** {@return whether the run may start now: it was neither started nor cancelled before} */
    synchronized boolean start() {
        if (started || canceled) {
            return false;
        }
        started = true;
        return true;
    }

    synchronized boolean isStarted() {
        return started;
    }

    /** Says that somebody wants the run to stop, so that it does not start any more. Its runner is told by {@link #stop}. */
    synchronized void ask() {
        asked = true;
        canceled = true;
    }

    /** {@return whether somebody wants it to stop; else it is the daemon that ends} */
    synchronized boolean isAsked() {
        return asked;
    }

    /** Tells the runner to stop. */
    void stop() {
        List<Runnable> toStop;
        synchronized (this) {
            canceled = true;
            toStop = List.copyOf(stops);
            stops.clear();
        }
        toStop.forEach(Runnable::run);
    }

    @Override
    public void whenCanceled(Runnable stop) {
        synchronized (this) {
            if (!canceled) {
                stops.add(stop);
                return;
            }
        }
        stop.run();
    }

    @Override
    public synchronized boolean isCanceled() {
        return canceled;
    }

    @Override
    public Duration grace() {
        return grace;
    }
}
