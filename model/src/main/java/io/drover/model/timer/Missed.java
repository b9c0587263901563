package io.drover.model.timer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the times at which a timer fell due while no daemon ran. */
public enum Missed {
    /** They are passed over. */
    NONE,
    /** The last one becomes an event, the others are passed over. */
    LAST,
    /** Each becomes an event, in order. */
    ALL;

    /** {@return the word for it, as configuration and rules have it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what a word stands for} */
    public static Optional<Missed> of(String word) {
        return Arrays.stream(values())
                .filter(missed -> missed.word().equals(word))
                .findFirst();
    }
}
