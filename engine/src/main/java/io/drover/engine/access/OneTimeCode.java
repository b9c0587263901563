package io.drover.engine.access;

import io.drover.engine.api.FirstStart;
import io.drover.model.access.Principal;
import io.drover.model.access.User;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The code of the first start; of it only a hash in memory. */
final class OneTimeCode implements FirstStart {
    private static final int CODE_BYTES = 16;
    private static final Principal BEARER = new Principal(Principal.ADMIN, Set.of(Principal.ADMIN), "first start");

    private final AccessBook book;
    private final StoredUsers users;
    private final HashingPool pool;
    private final InstantSource clock;
    private @Nullable String hash;
    private Instant end = Instant.MIN;

    OneTimeCode(AccessBook book, StoredUsers users, HashingPool pool, InstantSource clock) {
        this.book = book;
        this.users = users;
        this.pool = pool;
        this.clock = clock;
    }

    /** {@return a new code; null where somebody has a password, so that none is needed} */
    synchronized @Nullable String make(Duration goodFor) {
        if (users.list().stream().anyMatch(user -> user.passwordHash() != null)) {
            return null;
        }
        String code = Hashes.random(CODE_BYTES);
        hash = Hashes.sha256(code);
        end = clock.instant().plus(goodFor);
        return code;
    }

    @Override
    public synchronized boolean takes(String code) {
        String expected = hash;
        return expected != null
                && clock.instant().isBefore(end)
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        Hashes.sha256(code).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<User> complete(String code, String password, String address) {
        Passwords.requireGood(password);
        if (!uses(code)) {
            return CompletableFuture.failedFuture(
                    DroverException.of(
                            ErrorCode.PERMISSION_DENIED,
                            "The link was used already, or is too old. Start the daemon again for another one, as long as nobody"
                                    + " has a password; else log in, or use the token of data/run/admin-token on its machine."));
        }
        return pool.run(() -> {
            User known = book.roster().user(Principal.ADMIN);
            User admin = known == null
                    ? new User(Principal.ADMIN, Passwords.hash(password), true, User.Origin.LOCAL, clock.instant())
                    : known.withPassword(Passwords.hash(password));
            return users.withPassword(admin, "password set by the link of the first start", BEARER);
        });
    }

    private synchronized boolean uses(String code) {
        if (!takes(code)) {
            return false;
        }
        hash = null;
        return true;
    }
}
