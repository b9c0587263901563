package io.drover.engine.access;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where passwords are hashed, which takes long on purpose: few at a time, so that a storm of logins slows nothing else. There
 * is one for strangers and one for those who are known, who therefore do not wait behind a storm.
 */
final class HashingPool implements AutoCloseable {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int MOST_WAITING = 32;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    /**
     * A pool.
     *
     * @param whose names its threads
     */
    HashingPool(String whose) {
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "drover-login-" + whose);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** {@return what the work gives, or a failure with {@code TOO_MANY} where too much waits} */
    <T> CompletableFuture<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, pool);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(DroverException.of(
                    ErrorCode.TOO_MANY,
                    MOST_WAITING + " passwords wait to be checked already. Try again in a few seconds.",
                    full));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
