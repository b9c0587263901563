package io.drover.engine.cluster;

import io.drover.model.error.DroverException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a {@link Lease} every few seconds. */
public final class LeaseThread {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    private final Lease lease;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "drover-lease");
    private boolean failing;

    public LeaseThread(Lease lease) {
        this.lease = lease;
        thread.setDaemon(true);
    }

    public void start() {
        lease.begin();
        thread.start();
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                goesOn = renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renew() {
        try {
            boolean goesOn = lease.renew();
            failing = false;
            return goesOn;
        } catch (DroverException e) {
            if (!failing) {
                LOG.warn("The lease of this node could not be renewed; it is tried again. {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("The lease of this node could not be renewed; it is tried again.", e);
        }
        return true;
    }

    /** Renews it no more. */
    public void stop() {
        stop.countDown();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
