package io.drover.engine.access;

import io.drover.model.access.Principal;
import io.drover.model.execution.Execution;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
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

    private final Map<String, Principal> byHash = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

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
            byHash.remove(hash(text));
        }

        /** Tells nothing, so that no log ever does. */
        @Override
        public String toString() {
            return "a token";
        }
    }

    /** {@return a new token for a run of an execution} */
    public Token issue(Execution execution) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        byHash.put(
                hash(text),
                new Principal(
                        execution.cause().user(), Set.of(Principal.ACTION), "token of execution " + execution.id()));
        return new Token(text);
    }

    /** {@return on whose behalf the bearer asks; empty where no action that runs has this token} */
    public Optional<Principal> authenticate(String token) {
        return Optional.ofNullable(byHash.get(hash(token)));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
