package io.drover.engine.rehearse;

import io.drover.engine.api.Access;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets everybody do everything. */
public record Everybody() implements Access {

    @Override
    public boolean may(Principal who, Permission what, @Nullable Resource on) {
        return true;
    }

    @Override
    public Set<String> rolesOf(String user) {
        return Set.of();
    }
}
