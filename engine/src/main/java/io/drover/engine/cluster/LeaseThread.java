package io.drover.engine.cluster;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a {@link Lease} every few seconds, and takes over from nodes that do not, which must not keep it from being renewed. */
public final class LeaseThread {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    private final Lease lease;
    private final Repeating renewal = new Repeating("drover-lease", PAUSE, this::renew);
    private final Repeating succession = new Repeating("drover-succession", PAUSE, this::succeed);
    private boolean failing;

    public LeaseThread(Lease lease) {
        this.lease = lease;
    }

    public void start() {
        lease.begin();
        renewal.start();
        succession.start();
    }

    /** {@return whether others may have taken over what this node holds} */
    public boolean isOver() {
        return lease.isOver();
    }

    /** {@return how long ago it was renewed} */
    public Duration age() {
        return lease.age();
    }

    private @Nullable Duration renew() {
        try {
            boolean goesOn = lease.renew();
            failing = false;
            return goesOn ? PAUSE : null;
        } catch (DroverException e) {
            if (!failing) {
                LOG.warn("The lease of this node could not be renewed; it is tried again. {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("The lease of this node could not be renewed; it is tried again.", e);
        }
        return PAUSE;
    }

    private Duration succeed() {
        try {
            lease.succeed();
        } catch (DroverException e) {
            LOG.debug("What silent nodes hold could not be taken over; it is tried again. {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What silent nodes hold could not be taken over; it is tried again.", e);
        }
        return PAUSE;
    }

    /** Takes over nothing more, but keeps what is held here until that has ended. */
    public void leave() {
        boolean unused = succession.stop();
    }

    /** Renews it no more. */
    public void stop() {
        boolean unused = renewal.stop();
    }
}
