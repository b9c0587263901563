package io.drover.model.access;

import java.util.Set;

/**
 * On whose behalf a request is made.
 *
 * @param method how they proved it: {@code authentication token}, {@code API key}, {@code none}, the token of an execution
 */
public record Principal(String user, Set<String> roles, String method) {
    /** May do everything. */
    public static final String ADMIN = "admin";

    /** A running action: may do everything but what would outlive it, API keys, and see no secrets. */
    public static final String ACTION = "action";

    public Principal {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }
}
