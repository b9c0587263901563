package io.drover.engine.cluster;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.store.Store;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the turns of sensors every second. Beside the thread that asks the database, one watches this node's lease without
 * asking anybody. There are none where no other node can be.
 */
public final class SensorTurnsThread {
    private static final Logger LOG = LoggerFactory.getLogger(SensorTurnsThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SensorTurns turns;
    private final boolean isShared;
    private final Repeating looks = new Repeating("drover-sensor-turns", PAUSE, this::look);
    private final Repeating guard = new Repeating("drover-sensor-guard", PAUSE, this::guard);

    public SensorTurnsThread(Store store, SensorTurns turns) {
        this.isShared = store.isShared();
        this.turns = turns;
    }

    public void start() {
        if (isShared) {
            looks.start();
            guard.start();
        }
    }

    private Duration look() {
        try {
            turns.look();
        } catch (DroverException away) {
            LOG.debug("Whose turn the sensors are could not be looked up; it is tried again in a moment.", away);
        } catch (RuntimeException e) {
            LOG.error("The turns of sensors could not be taken; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    private Duration guard() {
        try {
            turns.guard();
        } catch (RuntimeException e) {
            LOG.error("Sensors whose turn is over could not be stopped; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    /** Takes no more turns; what is held stays so until {@link #release}. */
    public void stop() {
        boolean looked = looks.stop();
        boolean guarded = guard.stop();
        if (!looked || !guarded) {
            LOG.debug("A turn of sensors is still being taken.");
        }
    }

    /** Leaves the sensors, which must have stopped, to the other nodes. */
    public void release() {
        try {
            turns.release();
        } catch (DroverException e) {
            LOG.warn(
                    "The sensors of this node could not be left to the others, which take them over in {} s. {}",
                    Lease.LENGTH.toSeconds(),
                    e.getMessage());
        }
    }
}
