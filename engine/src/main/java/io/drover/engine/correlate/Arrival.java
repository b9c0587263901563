package io.drover.engine.correlate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that a rule asks for.
 *
 * @param roles which of the rule's events it can be, in the order in which they are written, at least one
 * @param clock the newest time of an event, this one included
 */
record Arrival(Kept kept, List<Role> roles, Instant clock) {
    Arrival {
        roles = List.copyOf(roles);
    }

    /** {@return the role at a place of the rule, if the event can be that one; else null} */
    @Nullable
    Role as(int place) {
        for (Role role : roles) {
            if (role.place() == place) {
                return role;
            }
        }
        return null;
    }
}
