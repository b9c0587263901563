package io.drover.engine.api;

import java.util.List;

/** How the daemon is doing. */
public interface Health {

    /**
     * One thing that has to be well for events to be taken in, or that somebody should know of.
     *
     * @param warns whether events are taken in all the same, but somebody should do something
     * @param detail what was found, in a few words
     */
    record Check(String name, boolean well, boolean warns, String detail) {
        /** A check that warns of nothing. */
        public Check(String name, boolean well, String detail) {
            this(name, well, false, detail);
        }

        public static Check warning(String name, String detail) {
            return new Check(name, true, true, detail);
        }
    }

    List<Check> checks();

    /** {@return what is measured and counted, as it is now} */
    List<Metric> metrics();
}
