package io.drover.restapi.http;

import io.drover.model.access.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells whose a request is that shows no proof but may be signed. The handler verifies the signature. */
@FunctionalInterface
public interface Signer {
    /** Nobody's: a proof is asked for. */
    Signer NOBODY = place -> null;

    /**
     * {@return whose; null: a proof is asked for}
     *
     * @param place what stands at the places of the operation's path
     */
    @Nullable
    Principal of(Map<String, String> place);
}
