package io.drover.model.access;

import io.drover.model.pack.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in.
 *
 * @param passwordHash Argon2id in the form {@code $argon2id$…}; null: the password is not kept here
 * @param enabled whether they are let in, and their tokens and keys taken
 */
public record User(String name, @Nullable String passwordHash, boolean enabled, Origin origin, Instant createdAt) {

    /** Who knows whether somebody is this user. */
    public enum Origin {
        /** We do: the password's hash is kept. */
        LOCAL,
        /** A file in the form of {@code htpasswd}. */
        FILE,
        /** The proxy in front of us. */
        PROXY
    }

    public String id() {
        return Kind.USER.id(name);
    }

    /** {@return this user with another password} */
    public User withPassword(String hash) {
        return new User(name, hash, enabled, Origin.LOCAL, createdAt);
    }

    /** {@return this user, let in or not} */
    public User enabled(boolean now) {
        return new User(name, passwordHash, now, origin, createdAt);
    }

    /** Tells all but the hash. */
    @Override
    public String toString() {
        return "user " + name;
    }
}
