package io.drover.engine.correlate;

import io.drover.engine.match.Canonical;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;

/** What came of events under rules over several events and limits, in the order in which it came. */
public sealed interface Found {

    /** A match that passed all limits: its actions are called. */
    record Fired(Match match) implements Found {}

    /**
     * A match that a limit stopped, or keeps for later.
     *
     * @param limit its name, such as {@code throttle}
     * @param key the limit's key
     * @param window when the limit's window began
     */
    record Limited(Match match, String limit, String key, Instant window) implements Found {}

    /**
     * The guard of a rule met more targets than it lets pass: {@code core.guard_tripped} is emitted.
     *
     * @param targets those that passed
     */
    record Tripped(Match match, List<String> targets) implements Found {}

    /** An event that a rule did not collect. */
    record Left(Ref rule, int revision, TriggerInstance event, Reason reason) implements Found {}

    /** Why an event was not collected. */
    enum Reason {
        /** It came too far behind the clock. */
        LATE("late"),
        /** Its key is missing or null. */
        NO_KEY("no_key");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** {@return how it is called where it is counted} */
        public String label() {
            return label;
        }
    }

    /** A condition that could not be decided for an event. */
    record Undecided(Ref rule, int revision, TriggerInstance event, String clause, String message, boolean overBudget)
            implements Found {}

    /**
     * A rule that held more than any other, when all together held more than they may: what it had collected is dropped, and it
     * collects nothing more.
     *
     * @param held how many events it held, with the keys that its limits remembered
     * @param key the one with most events, as it is stored
     * @param ofKey how many events that had
     * @param excess of what there was too much, in words
     */
    record TooMuch(Ref rule, int revision, long held, String key, long ofKey, String excess) implements Found {
        /** {@return that in words} */
        public String inWords() {
            return "it held " + held + " events, more than any other, when " + excess
                    + (ofKey == 0
                            ? ""
                            : "; most of one key were " + ofKey
                                    + (key.isEmpty() ? ", as it has no 'by'" : ", of " + Canonical.shown(key)));
        }
    }
}
