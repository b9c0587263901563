package io.drover.engine.api;

import io.drover.model.access.AccessToken;
import io.drover.model.access.Principal;
import io.drover.model.json.JsonValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tokens for those who say their password, or for whom a proxy vouches. */
public interface Logins {

    /**
     * What kind of token is wanted.
     *
     * @param timeToLive null: as long as configured
     * @param service whether it is for a part of the platform
     */
    record Wish(@Nullable Duration timeToLive, Map<String, @Nullable Object> metadata, boolean service) {
        public Wish {
            metadata = JsonValues.copyOf(metadata);
        }

        /** A token as usual. */
        public static Wish usual() {
            return new Wish(null, Map.of(), false);
        }
    }

    /**
     * A token just made.
     *
     * @param text what is shown; it is kept nowhere
     */
    record Issued(AccessToken token, String text) {
        /** Tells nothing, so that no log ever does. */
        @Override
        public String toString() {
            return "a token of " + token.user();
        }
    }

    /**
     * Logs in by a password, which is checked elsewhere than on the caller's thread, few at a time.
     *
     * @param address from where it was asked
     * @return a failure with {@code UNAUTHENTICATED} where name or password is wrong, {@code TOO_MANY} where too many were
     *     wrong, or more wait than are checked
     */
    CompletionStage<Issued> login(String user, String password, Wish wish, String address);

    /**
     * Logs in somebody for whom a trusted proxy vouches.
     *
     * @param groups of the user, which mappings make roles of
     */
    Issued vouched(String user, List<String> groups, Wish wish, String address);

    /** {@return a token that has not expired} */
    Optional<AccessToken> find(String text);

    /** {@return on whose behalf the bearer asks; empty where there is no such token, or it has expired} */
    Optional<Principal> authenticate(String text);

    /**
     * Takes down that somebody came with a token or key that is unknown or has expired; which one is told nowhere. Counted each
     * time, put into the audit trail once a minute for an address.
     */
    void turnedAway(String address);

    /** {@return how often somebody was turned away so} */
    long timesTurnedAway();

    /** Makes a token worth nothing. {@return whether it was worth something} */
    boolean revoke(String text, Principal by);
}
