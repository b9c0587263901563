package io.drover.engine.silence;

import io.drover.engine.correlate.Silencing.Silenced;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import java.time.Instant;
import java.util.Set;

/**
 * What keeps a match from an action.
 *
 * @param reason for people: which silence or freeze, whose, and why
 */
public record Stop(Silenced what, String reason) {
    /** The name of silences among limits. */
    public static final String SILENCE = "silence";

    /** The name of freezes among limits. */
    public static final String FREEZE = "freeze";

    /** Both. */
    public static final Set<String> LIMITS = Set.of(SILENCE, FREEZE);

    static Stop of(Silence silence, Instant since) {
        return new Stop(
                new Silenced(SILENCE, silence.id(), since),
                "silence " + silence.id() + " of " + silence.owner() + " until " + silence.until() + ": "
                        + silence.reason());
    }

    static Stop of(Freeze freeze) {
        return new Stop(new Silenced(FREEZE, freeze.id(), freeze.since()), words(freeze));
    }

    /** {@return a freeze in words} */
    static String words(Freeze freeze) {
        String what = freeze.pack() == null ? "everything" : "pack '" + freeze.pack() + "'";
        return "freeze " + freeze.id() + " of " + what + " by " + freeze.by() + " since " + freeze.since() + ": "
                + freeze.reason();
    }
}
