package io.drover.camelsensors.emit;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for commits, and tries again what may succeed later. */
final class Commits {
    private static final long FIRST_WAIT_MILLIS = 50;
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Duration timeout;
    private final CountDownLatch closed = new CountDownLatch(1);

    Commits(Duration timeout) {
        this.timeout = timeout;
    }

    /** Ends all waiting between attempts. */
    void close() {
        closed.countDown();
    }

    /**
     * {@return what was committed}
     *
     * @param patient whether to wait, too, while the daemon is over its limit
     * @throws DroverException where nothing was committed within the time-out
     */
    <T> T await(Supplier<CompletionStage<T>> attempt, boolean patient) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long wait = FIRST_WAIT_MILLIS;
        while (true) {
            DroverException failure = null;
            try {
                long left = Math.max(1, deadline - System.nanoTime());
                return attempt.get().toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                failure = asDrover(e.getCause() == null ? e : e.getCause());
            } catch (DroverException e) {
                failure = e;
            } catch (TimeoutException e) {
                throw DroverException.of(
                        ErrorCode.TIMEOUT, "Expected a commit within " + timeout + ", but it did not come.", e);
            }
            boolean again = failure.code().retryable() && (patient || failure.code() != ErrorCode.TOO_MANY);
            boolean late = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait) > deadline;
            if (!again || late || closed.await(wait, TimeUnit.MILLISECONDS)) {
                throw failure;
            }
            wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
        }
    }

    private static DroverException asDrover(Throwable cause) {
        return cause instanceof DroverException known
                ? known
                : DroverException.of(ErrorCode.INTERNAL, "Tried to commit an event, but found: " + cause, cause);
    }
}
