package io.drover.engine.access;

import io.drover.engine.api.Users;
import io.drover.engine.commit.Batch;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users as the store has them. */
final class StoredUsers implements Users {
    private static final Pattern NAME = Pattern.compile("[^\\s:/\\p{Cntrl}][^:/\\p{Cntrl}]{0,127}");

    private final AccessBook book;
    private final StoredLogins logins;
    private final StoredKeys keys;
    private final LoginGuard guard;
    private final Refusals refusals;
    private final HashingPool pool;
    private final InstantSource clock;

    StoredUsers(
            AccessBook book,
            StoredLogins logins,
            StoredKeys keys,
            LoginGuard guard,
            Refusals refusals,
            HashingPool pool,
            InstantSource clock) {
        this.book = book;
        this.logins = logins;
        this.keys = keys;
        this.guard = guard;
        this.refusals = refusals;
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public List<User> list() {
        return book.store().read(transaction -> transaction.users().list());
    }

    @Override
    public Optional<User> find(String nameOrId) {
        return list().stream()
                .filter(user -> user.name().equals(nameOrId) || user.id().equals(nameOrId))
                .findFirst();
    }

    @Override
    public CompletionStage<User> create(String name, String password, Principal by) {
        if (!NAME.matcher(name).matches()) {
            throw DroverException.invalid(
                    "Expected a user's name of 1 to 128 characters without ':' and '/', but found '" + name + "'.");
        }
        Passwords.requireGood(password);
        requireFree(name);
        return pool.run(() -> {
            User user = new User(name, Passwords.hash(password), true, User.Origin.LOCAL, clock.instant());
            synchronized (book) {
                requireFree(name);
                put(user, "created", by);
            }
            return user;
        });
    }

    private void requireFree(String name) {
        User known = book.roster().user(name);
        if (known != null) {
            throw DroverException.alreadyExists(
                    "User '" + name + "' exists already. Choose another name, or change that user's password.",
                    known.id());
        }
    }

    @Override
    public CompletionStage<User> changePassword(String name, @Nullable Present present, String fresh, Principal by) {
        Passwords.requireGood(fresh);
        User user = require(name);
        if (present != null) {
            guard.check(user.name(), present.address());
        }
        return pool.run(() -> {
            if (present != null) {
                requireRight(user, present);
            }
            return withPassword(user.withPassword(Passwords.hash(fresh)), "password changed", by);
        });
    }

    private void requireRight(User user, Present present) {
        String hash = user.passwordHash();
        if (hash == null || !Passwords.fits(present.password(), hash)) {
            guard.failed(user.name(), present.address());
            refusals.presentPassword(user.name(), present.address());
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "The password of '" + user.name() + "' is another than the one given as the present one.");
        }
        guard.succeeded(user.name(), present.address());
    }

    @Override
    public User enable(String name, boolean on, Principal by) {
        User changed = require(name).enabled(on);
        put(changed, on ? "enabled" : "disabled", by);
        return changed;
    }

    @Override
    public void delete(String name, Principal by) {
        User user = require(name);
        List<ApiKey> theirs = keys.list().stream()
                .filter(key -> key.user().equals(user.name()))
                .toList();
        List<RoleAssignment> given = book
                .store()
                .read(transaction -> transaction.roles().assignments())
                .stream()
                .filter(assignment -> assignment.user().equals(user.name()))
                .toList();
        book.change(batch -> {
            batch.also(transaction -> {
                transaction.users().remove(user.name());
                transaction.accessTokens().removeOf(user.name());
                theirs.forEach(key -> transaction.apiKeys().remove(key.id()));
                given.forEach(assignment -> transaction.roles().unassign(assignment));
            });
            audit(batch, user.name(), "deleted", by);
        });
        logins.refresh();
        keys.refresh();
    }

    /** Stores a user with another password; what was given out for the one before is worth nothing. */
    User withPassword(User user, String what, Principal by) {
        book.change(batch -> {
            batch.also(transaction -> {
                transaction.users().put(user);
                transaction.accessTokens().removeOf(user.name());
            });
            audit(batch, user.name(), what, by);
        });
        logins.forget(user.name());
        return user;
    }

    private void put(User user, String what, Principal by) {
        book.change(batch -> {
            batch.also(transaction -> transaction.users().put(user));
            audit(batch, user.name(), what, by);
        });
    }

    private void audit(Batch batch, String user, String what, Principal by) {
        batch.append(Asked.by(by, what, "user", user, clock.instant()));
    }

    private User require(String nameOrId) {
        return find(nameOrId)
                .orElseThrow(() ->
                        DroverException.notFound("User \"" + nameOrId + "\" not found. 'drover user list' shows all."));
    }
}
