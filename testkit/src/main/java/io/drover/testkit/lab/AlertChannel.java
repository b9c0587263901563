package io.drover.testkit.lab;

import java.io.IOException;

/** A way by which alerts leave the monitoring server. */
public interface AlertChannel {

    /** {@return the channel's name for people} */
    String name();

    /**
     * Hands the alert over; returns once the other side has it.
     *
     * @throws IOException if it could not be handed over, with the reason; it may be tried again
     */
    void deliver(Alert alert) throws IOException, InterruptedException;
}
