package io.drover.restapi.stream;

import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who watches a stream. Streams last for days, so who it is by their proof, and what they may do, is asked again and again.
 * For one thread at a time.
 */
final class Viewer {
    private final Supplier<Principal> proof;
    private final Predicate<Principal> mayWatch;
    private Principal principal;

    /**
     * A viewer.
     *
     * @param proof tells who asks now; refuses once the proof is worth nothing
     * @param mayWatch whether somebody may watch this stream at all
     */
    Viewer(Principal principal, Supplier<Principal> proof, Predicate<Principal> mayWatch) {
        this.principal = principal;
        this.proof = proof;
        this.mayWatch = mayWatch;
    }

    /** {@return who it is, with the roles they had when that was asked last} */
    Principal principal() {
        return principal;
    }

    /** Asks anew who it is and what they may do. {@return why they may watch no more; null where they may} */
    @Nullable
    String refused() {
        try {
            principal = proof.get();
        } catch (DroverException worthless) {
            return worthless.getMessage();
        }
        return mayWatch.test(principal) ? null : "User '" + principal.user() + "' may not watch this any more.";
    }
}
