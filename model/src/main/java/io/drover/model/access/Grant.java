package io.drover.model.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a role lets one do.
 *
 * @param resourceUid to what, such as {@code action:core:local} or {@code pack:linux}; null: to everything
 */
public record Grant(@Nullable String resourceUid, Set<Permission> permissions) {
    public Grant {
        permissions = Set.copyOf(permissions);
    }
}
