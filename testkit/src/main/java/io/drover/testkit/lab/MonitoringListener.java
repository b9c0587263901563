package io.drover.testkit.lab;

/** Is told what the monitoring server sees and does, while it does it; called from the server's threads. */
public interface MonitoringListener {

    /** Listens to nothing. */
    MonitoringListener NONE = new MonitoringListener() {};

    /** A check came in and led to this state. */
    default void checked(ServiceState now, CheckResult result) {}

    /** The other side has the alert. */
    default void delivered(Alert alert, String channel) {}

    /** The alert could not be handed over; it is tried again if {@code again}, else given up. */
    default void undelivered(Alert alert, String channel, String reason, boolean again) {}
}
