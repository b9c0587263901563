package io.drover.engine.webhook;

import io.drover.engine.webhook.Signature.Proof;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.trigger.Trigger;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds requests against the signatures that triggers ask for. As a secret is read from the datastore, that happens on a few
 * threads of their own, never on the sender's I/O loop.
 */
public final class Signatures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 30;

    private final Function<String, Optional<String>> secrets;
    private final InstantSource clock;
    private final ThreadPoolExecutor pool;

    /**
     * What holds requests against signatures.
     *
     * @param secrets gives the text in clear of a key of the datastore; may wait for it
     */
    public Signatures(Function<String, Optional<String>> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "drover-signature");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Tells which triggers take a request: those that ask for no signature, and those whose signature is right.
     *
     * @param headers gives the value of a header by its name in small letters
     * @return a failure with the first refusal where none takes it
     */
    CompletionStage<Map<Trigger, Optional<Proof>>> admit(
            List<Trigger> triggers, Function<String, @Nullable String> headers, byte[] body) {
        try {
            return CompletableFuture.supplyAsync(() -> admitted(triggers, headers, body), pool);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(DroverException.of(
                    ErrorCode.TOO_MANY,
                    MOST_WAITING + " signed requests wait already. Try again in a few seconds.",
                    full));
        }
    }

    private Map<Trigger, Optional<Proof>> admitted(
            List<Trigger> triggers, Function<String, @Nullable String> headers, byte[] body) {
        Map<Trigger, Optional<Proof>> admitted = new LinkedHashMap<>();
        DroverException refusal = null;
        for (Trigger trigger : triggers) {
            Signature signature = Signature.of(trigger);
            try {
                admitted.put(
                        trigger,
                        signature == null
                                ? Optional.empty()
                                : Optional.of(signature.verify(headers, body, secret(signature), clock.instant())));
            } catch (DroverException e) {
                if (e.code().retryable()) {
                    throw e;
                }
                refusal = refusal == null ? e : refusal;
            }
        }
        if (refusal != null && admitted.isEmpty()) {
            throw refusal;
        }
        return admitted;
    }

    // the sender can do nothing about it and is to come again; its name is nobody's concern outside
    private String secret(Signature signature) {
        return secrets.apply(signature.secret()).filter(text -> !text.isEmpty()).orElseThrow(() -> {
            LOG.warn(
                    "A signed webhook refuses its requests: the datastore has no key '{}'. Set it with 'drover key set {} …"
                            + " --encrypt', or change the rule.",
                    signature.secret(),
                    signature.secret());
            return DroverException.of(
                    ErrorCode.UNAVAILABLE,
                    "The signature cannot be verified now, as the secret of this webhook is missing here. The daemon's log"
                            + " tells which.");
        });
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
