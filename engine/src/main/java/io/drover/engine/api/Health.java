package io.drover.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the daemon is doing. */
public interface Health {

    /**
     * One thing that has to be well for events to be taken in, or that somebody should know of.
     *
     * @param kind of what, in a word, such as {@code database} or {@code pack}
     * @param subject which one of its kind; null where there is only one
     * @param warns whether events are taken in all the same, but somebody should do something
     * @param detail what was found, in a few words; like the subject, not for everybody
     */
    record Check(String kind, @Nullable String subject, boolean well, boolean warns, String detail) {
        /** A check of the only one of its kind, that warns of nothing. */
        public Check(String kind, boolean well, String detail) {
            this(kind, null, well, false, detail);
        }

        public static Check warning(String kind, String subject, String detail) {
            return new Check(kind, subject, true, true, detail);
        }

        /** {@return what no other check is called} */
        public String name() {
            return subject == null ? kind : kind + " " + subject;
        }
    }

    List<Check> checks();

    /** {@return what is measured and counted, as it is now} */
    List<Metric> metrics();
}
