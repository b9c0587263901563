package io.drover.model.trigger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an emission. Accepted and duplicate ones are committed when this is known, so the source may be
 * acknowledged; a refused one will never be accepted as it is.
 *
 * @param instanceId null for a refused one; for a duplicate the id of the first one where it is still stored
 * @param violations why it was refused, all of them at once
 */
public record Acceptance(Verdict verdict, @Nullable String instanceId, List<String> violations) {

    /** The three ways an emission can go. */
    public enum Verdict {
        ACCEPTED,
        DUPLICATE,
        REFUSED
    }

    public Acceptance {
        violations = List.copyOf(violations);
    }

    public static Acceptance accepted(String instanceId) {
        return new Acceptance(Verdict.ACCEPTED, instanceId, List.of());
    }

    public static Acceptance duplicate(@Nullable String instanceId) {
        return new Acceptance(Verdict.DUPLICATE, instanceId, List.of());
    }

    public static Acceptance refused(List<String> violations) {
        return new Acceptance(Verdict.REFUSED, null, violations);
    }
}
