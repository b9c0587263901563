package io.drover.engine.api;

import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what. Answers from memory. */
public interface Access {

    /**
     * Tells whether somebody may do something.
     *
     * @param on to what; null: to all of its kind, as lists ask
     */
    boolean may(Principal who, Permission what, @Nullable Resource on);

    /** {@return the names of the roles that a user has now} */
    Set<String> rolesOf(String user);

    /** Refuses with {@code PERMISSION_DENIED} who may not, naming what is missing. */
    default void require(Principal who, Permission what, @Nullable Resource on) {
        if (!may(who, what, on)) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "User \"" + who.user() + "\" doesn't have required permission \"" + what.word() + "\""
                            + (on == null ? "" : " on resource \"" + on.uid() + "\""));
        }
    }
}
