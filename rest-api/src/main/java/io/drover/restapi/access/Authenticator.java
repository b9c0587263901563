package io.drover.restapi.access;

import io.drover.model.access.Principal;
import java.util.Optional;

/** Knows the tokens of one kind. Called on the I/O loop: it answers from memory. */
@FunctionalInterface
public interface Authenticator {
    /** {@return on whose behalf the bearer of a token asks; empty for a token it does not know} */
    Optional<Principal> authenticate(String token);
}
