package io.drover.model.access;

import java.util.Set;

/**
 * On whose behalf a request is made.
 *
 * @param method how they proved it: {@code authentication token}, {@code API key}, {@code none}
 */
public record Principal(String user, Set<String> roles, String method) {
    /** The one role so far: everything. */
    public static final String ADMIN = "admin";

    public Principal {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }
}
