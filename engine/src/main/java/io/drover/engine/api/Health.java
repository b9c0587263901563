package io.drover.engine.api;

import java.util.List;

/** How the daemon is doing. */
public interface Health {

    /**
     * One thing that has to be well for events to be taken in.
     *
     * @param detail what was found, in a few words
     */
    record Check(String name, boolean well, String detail) {}

    List<Check> checks();

    /** {@return what is measured and counted, as it is now} */
    List<Metric> metrics();
}
