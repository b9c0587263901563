package io.drover.engine.access;

import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Resource;
import io.drover.model.access.Role;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role lets one do, made ready for asking.
 *
 * @param everywhere to everything
 * @param somewhere to what has, or belongs to what has, a uid
 */
record Rights(Set<Permission> everywhere, Map<String, Set<Permission>> somewhere) {

    static Rights of(Role role) {
        Set<Permission> everywhere = EnumSet.noneOf(Permission.class);
        Map<String, Set<Permission>> somewhere = new HashMap<>();
        for (Grant grant : role.grants()) {
            String uid = grant.resourceUid();
            Set<Permission> granted =
                    uid == null ? everywhere : somewhere.computeIfAbsent(uid, key -> EnumSet.noneOf(Permission.class));
            grant.permissions().forEach(permission -> granted.addAll(Implied.by(permission)));
        }
        return new Rights(everywhere, somewhere);
    }

    boolean allow(Permission what, @Nullable Resource on) {
        return everywhere.contains(what)
                || (on != null
                        && on.uids().stream()
                                .anyMatch(uid ->
                                        somewhere.getOrDefault(uid, Set.of()).contains(what)));
    }
}
