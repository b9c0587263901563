package io.drover.engine.ruletest;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Work whose steps may never come back, on a thread of its own that is given up then. Nothing can end what goes on in a loop: the thread
 * stays, interrupted, until the process ends.
 */
final class Attempt<T> {
    private final FutureTask<T> task;
    private final Thread thread;
    private volatile long begun;

    /** @param work tells of each of its steps before it */
    Attempt(String name, Function<Runnable, T> work) {
        this.task = new FutureTask<>(() -> work.apply(() -> begun = System.nanoTime()));
        this.thread = new Thread(task, name);
        thread.setDaemon(true);
    }

    /** {@return what comes of it; nothing where one step takes longer than this} */
    Optional<T> within(Duration patience) {
        begun = System.nanoTime();
        thread.start();
        long left = patience.toNanos();
        while (left > 0) {
            try {
                return Optional.of(task.get(left, TimeUnit.NANOSECONDS));
            } catch (TimeoutException stillBusy) {
                // a step may have begun meanwhile
                left = patience.toNanos() - (System.nanoTime() - begun);
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                throw DroverException.of(ErrorCode.UNAVAILABLE, "Interrupted while a rule was tried.");
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw thrown(cause == null ? e : cause);
            }
        }
        thread.interrupt();
        return Optional.empty();
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /** {@return where it stands} */
    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }
}
