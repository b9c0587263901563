package io.drover.engine.access;

import io.drover.engine.api.Access;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers as the roster does, and records whom it turned away. */
record AuditedAccess(Roster roster, Refusals refusals) implements Access {

    @Override
    public boolean may(Principal who, Permission what, @Nullable Resource on) {
        return roster.may(who, what, on);
    }

    @Override
    public Set<String> rolesOf(String user) {
        return roster.rolesOf(user);
    }

    @Override
    public void require(Principal who, Permission what, @Nullable Resource on) {
        if (!roster.may(who, what, on)) {
            refusals.permission(who, what, on);
        }
        roster.require(who, what, on);
    }
}
