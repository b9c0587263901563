package io.drover.engine.cluster;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a {@link Lease} every few seconds. */
public final class LeaseThread {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    private final Lease lease;
    private final Repeating thread = new Repeating("drover-lease", PAUSE, this::renew);
    private boolean failing;

    public LeaseThread(Lease lease) {
        this.lease = lease;
    }

    public void start() {
        lease.begin();
        thread.start();
    }

    /** {@return whether others may have taken over what this node holds} */
    public boolean isOver() {
        return lease.isOver();
    }

    /** Takes over nothing more. */
    public void leave() {
        lease.leave();
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

    /** Renews it no more. */
    public void stop() {
        boolean unused = thread.stop();
    }
}
