package io.drover.model.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request is made.
 *
 * @param roles by name; {@link #ACTION} besides those of the user where a running action asks
 * @param method how they proved it: {@link #TOKEN}, {@code API key}, {@code none}, the token of an execution
 * @param until when that proof is worth nothing any more; null: no time is set
 */
public record Principal(
        String user,
        Set<String> roles,
        String method,
        @Nullable Instant until) {
    /** May do everything. */
    public static final String ADMIN = "admin";

    /** Another name for {@link #ADMIN}, as StackStorm has it. */
    public static final String SYSTEM_ADMIN = "system_admin";

    /** A running action: may do what its user may, but nothing about users, keys and roles, and sees no secrets. */
    public static final String ACTION = "action";

    /** Proved by a token that somebody got by logging in, or by the administrator's. */
    public static final String TOKEN = "authentication token";

    private static final String SIGNATURE = "signature";

    public Principal {
        roles = Set.copyOf(roles);
    }

    /** Whose proof has no set time. */
    public Principal(String user, Set<String> roles, String method) {
        this(user, roles, method, null);
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
