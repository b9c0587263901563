package io.drover.engine.access;

import io.drover.engine.api.Access;
import io.drover.model.access.Principal;
import io.drover.model.execution.Execution;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens with which running actions ask this daemon, each on behalf of its execution's user. One is made when a run starts
 * and is worth nothing once it ended; it is kept nowhere, and of it only a hash in memory.
 */
public final class ActionTokens {
    private static final int TOKEN_BYTES = 32;

    private final Map<String, Bearer> byHash = new ConcurrentHashMap<>();
    private final Access access;

    /** Tokens of actions that may do what their users may. */
    public ActionTokens(Access access) {
        this.access = access;
    }

    private record Bearer(String user, String method) {}

    /** A token; to be closed when its run ended. */
    public final class Token implements AutoCloseable {
        private final String text;

        private Token(String text) {
            this.text = text;
        }

        /** {@return what the action shows} */
        public String text() {
            return text;
        }

        @Override
        public void close() {
            byHash.remove(Hashes.sha256(text));
        }

        /** Tells nothing, so that no log ever does. */
        @Override
        public String toString() {
            return "a token";
        }
    }

    /** {@return a new token for a run of an execution} */
    public Token issue(Execution execution) {
        String text = Hashes.random(TOKEN_BYTES);
        byHash.put(Hashes.sha256(text), new Bearer(execution.cause().user(), "token of execution " + execution.id()));
        return new Token(text);
    }

    /** {@return on whose behalf the bearer asks; empty where no action that runs has this token} */
    public Optional<Principal> authenticate(String token) {
        return Optional.ofNullable(byHash.get(Hashes.sha256(token))).map(this::principal);
    }

    // the roles are those that the user has now, not those of when the run began
    private Principal principal(Bearer bearer) {
        Set<String> roles = new HashSet<>(access.rolesOf(bearer.user()));
        roles.add(Principal.ACTION);
        return new Principal(bearer.user(), roles, bearer.method());
    }
}
