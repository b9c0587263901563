package io.drover.engine.audit;

import io.drover.engine.commit.Committer;
import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.store.Audit;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of this node that seals its audit records, half a second after their commit, and removes old ones. */
public final class Sealer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(10);

    private final Sealing sealing;
    private final @Nullable Purging purging;
    private final Repeating thread = new Repeating("drover-sealer", Duration.ZERO, this::work);
    private final InstantSource clock;
    private Instant nextPurge = Instant.MIN;
    private boolean failing;
    private volatile Instant sealed;

    /** @param keepDays how many days before today the records are kept; null: for ever */
    public Sealer(Store store, Committer committer, int node, @Nullable Integer keepDays, InstantSource clock) {
        this.clock = clock;
        this.sealed = clock.instant();
        this.sealing = new Sealing(store, node, clock);
        this.purging = keepDays == null ? null : new Purging(store, committer, node, keepDays, clock);
    }

    /** Takes the records of one commit, as soon as it is one, in the order of commits. */
    public void committed(List<Audit.Entry> records) {
        sealing.committed(records);
    }

    public void start() {
        thread.start();
    }

    private Duration work() {
        try {
            Instant begin = clock.instant();
            boolean more = sealing.step();
            if (!more) {
                sealed = begin;
            }
            Duration pause = more ? Duration.ZERO : PAUSE;
            purge();
            failing = false;
            return pause;
        } catch (DroverException e) {
            if (!failing) {
                LOG.warn("Audit records wait for their seals; it is tried again every second. {}", e.getMessage());
            }
            failing = true;
            return AFTER_FAILURE;
        } catch (RuntimeException e) {
            LOG.error("Audit records were not sealed; it is tried again.", e);
            return AFTER_FAILURE;
        }
    }

    /** {@return how long ago it was that no record waited for its seal} */
    public Duration lag() {
        return Duration.between(sealed, clock.instant());
    }

    private void purge() {
        Purging old = purging;
        if (old != null && !clock.instant().isBefore(nextPurge) && !old.step()) {
            nextPurge = clock.instant().plus(BETWEEN_PURGES);
        }
    }

    /** Seals what is committed by now, then ends. */
    @Override
    public void close() {
        if (thread.stop()) {
            while (work().isZero()) {
                LOG.debug("Sealing the rest");
            }
        }
    }
}
