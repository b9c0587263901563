package io.drover.model.access;

import java.util.Set;

/**
 * On whose behalf a request is made.
 *
 * @param roles by name; {@link #ACTION} besides those of the user where a running action asks
 * @param method how they proved it: {@code authentication token}, {@code API key}, {@code none}, the token of an execution
 */
public record Principal(String user, Set<String> roles, String method) {
    /** May do everything. */
    public static final String ADMIN = "admin";

    /** Another name for {@link #ADMIN}, as StackStorm has it. */
    public static final String SYSTEM_ADMIN = "system_admin";

    /** A running action: may do what its user may, but nothing about users, keys and roles, and sees no secrets. */
    public static final String ACTION = "action";

    private static final String SIGNATURE = "signature";

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** {@return whoever knows the secret of a webhook, which is all that they may use} */
    public static Principal signer(String url) {
        return new Principal("webhook:" + url, Set.of(), SIGNATURE);
    }

    /** {@return whether it is a signature that proves who asks} */
    public boolean isSigner() {
        return method.equals(SIGNATURE);
    }

    public boolean isAdmin() {
        return holdsAdmin() && !isAction();
    }

    /** {@return whether a running action asks} */
    public boolean isAction() {
        return roles.contains(ACTION);
    }

    /** {@return whether the user is an administrator, though it may be an action of theirs that asks} */
    public boolean holdsAdmin() {
        return roles.contains(ADMIN) || roles.contains(SYSTEM_ADMIN);
    }
}
