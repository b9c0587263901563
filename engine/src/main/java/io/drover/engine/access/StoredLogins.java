package io.drover.engine.access;

import io.drover.engine.api.Logins;
import io.drover.engine.commit.Batch;
import io.drover.engine.ids.Ids;
import io.drover.model.access.AccessToken;
import io.drover.model.access.Principal;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Tokens; their hashes are kept in memory, so that asking who one is costs no query. */
final class StoredLogins implements Logins {
    private static final int TOKEN_BYTES = 16;
    private static final String WRONG = "Invalid or missing credentials";

    private final AccessSettings settings;
    private final AccessBook book;
    private final PasswordFile file;
    private final HashingPool strangers;
    private final HashingPool known;
    private final LoginGuard guard;
    private final Refusals refusals;
    private final Ids ids;
    private final InstantSource clock;
    private final LongAdder turnedAway = new LongAdder();
    private final Map<String, AccessToken> byHash = new ConcurrentHashMap<>();

    StoredLogins(
            AccessSettings settings,
            AccessBook book,
            PasswordFile file,
            HashingPool strangers,
            HashingPool known,
            LoginGuard guard,
            Refusals refusals,
            Ids ids,
            InstantSource clock) {
        this.settings = settings;
        this.book = book;
        this.file = file;
        this.strangers = strangers;
        this.known = known;
        this.guard = guard;
        this.refusals = refusals;
        this.ids = ids;
        this.clock = clock;
        refresh();
    }

    @Override
    public CompletionStage<Issued> login(String user, String password, Wish wish, String address) {
        Duration time = time(wish);
        guard.check(user, address);
        HashingPool pool = guard.knows(user, address) ? known : strangers;
        return pool.run(() -> {
            if (!isRight(user, password)) {
                guard.failed(user, address);
                refusals.login(user, address);
                throw DroverException.of(ErrorCode.UNAUTHENTICATED, WRONG);
            }
            guard.succeeded(user, address);
            return issue(user, User.Origin.FILE, time, wish, address, List.of());
        });
    }

    // every way takes one Argon2, so that the time does not tell who exists
    private boolean isRight(String name, String password) {
        User user = book.roster().user(name);
        String hash = user == null ? null : user.passwordHash();
        boolean enabled = user == null || user.enabled();
        if (hash != null) {
            return Passwords.fits(password, hash) && enabled;
        }
        Passwords.fitsNobody(password);
        String ofFile = file.hash(name);
        return ofFile != null && enabled && Passwords.fitsFile(password, ofFile);
    }

    @Override
    public Issued vouched(String user, List<String> groups, Wish wish, String address) {
        if (!book.roster().isLetIn(user)) {
            throw DroverException.of(ErrorCode.UNAUTHENTICATED, WRONG);
        }
        List<RoleAssignment> remote = groups.stream()
                .flatMap(group -> book.roster().ofGroup(user, group).stream())
                .toList();
        return issue(user, User.Origin.PROXY, time(wish), wish, address, remote);
    }

    private Duration time(Wish wish) {
        Duration longest = wish.service() ? settings.serviceTokenTime() : settings.longestTokenTime();
        Duration wanted = wish.timeToLive();
        if (wanted == null) {
            Duration usual = wish.service() ? settings.serviceTokenTime() : settings.tokenTime();
            return usual.compareTo(longest) < 0 ? usual : longest;
        }
        if (wanted.isZero() || wanted.isNegative()) {
            throw DroverException.invalid("Expected a TTL of at least a second, but found " + wanted.toSeconds() + ".");
        }
        if (wanted.compareTo(longest) > 0) {
            throw DroverException.invalid("TTL specified " + wanted.toSeconds() + " is greater than max allowed "
                    + longest.toSeconds() + ".");
        }
        return wanted;
    }

    // alone, so that a reading of the store in between does not lose the token
    private synchronized Issued issue(
            String name, User.Origin origin, Duration time, Wish wish, String address, List<RoleAssignment> remote) {
        String text = Hashes.random(TOKEN_BYTES);
        Instant now = clock.instant();
        AccessToken token = new AccessToken(
                ids.next(), name, Hashes.sha256(text), now.plus(time), wish.metadata(), wish.service(), now);
        boolean isNew = book.roster().user(name) == null;
        List<RoleAssignment> before = book.roster().assignments().stream()
                .filter(assignment -> assignment.remote() && assignment.user().equals(name))
                .toList();
        boolean changesRoles = origin == User.Origin.PROXY && !before.equals(remote);
        book.commit(batch -> {
            batch.also(transaction -> {
                if (isNew) {
                    transaction.users().put(new User(name, null, true, origin, now));
                }
                if (changesRoles) {
                    before.forEach(assignment -> transaction.roles().unassign(assignment));
                    remote.forEach(assignment -> transaction.roles().assign(assignment));
                }
                transaction.accessTokens().add(token);
            });
            audit(batch, name, "logged in", token, address, now);
        });
        byHash.put(token.hash(), token);
        if (isNew || changesRoles) {
            book.roster().passwordFile(file.users());
            book.refresh();
        }
        return new Issued(token, text);
    }

    private static void audit(Batch batch, String who, String what, AccessToken token, String address, Instant now) {
        batch.append(AuditRecord.of(who, what, "user", token.user(), null, now)
                .with("token", token.id())
                .with("address", address)
                .with("expiry", token.expiry().toString()));
    }

    @Override
    public Optional<AccessToken> find(String text) {
        AccessToken token = byHash.get(Hashes.sha256(text));
        return token == null || !token.expiry().isAfter(clock.instant()) ? Optional.empty() : Optional.of(token);
    }

    @Override
    public Optional<Principal> authenticate(String text) {
        return find(text)
                .filter(token -> book.roster().isLetIn(token.user()))
                .map(token -> new Principal(
                        token.user(), book.roster().rolesOf(token.user()), Principal.TOKEN, token.expiry()));
    }

    @Override
    public void turnedAway(String address) {
        turnedAway.increment();
        refusals.proof(address);
    }

    @Override
    public long timesTurnedAway() {
        return turnedAway.sum();
    }

    @Override
    public boolean revoke(String text, Principal by) {
        AccessToken token = byHash.get(Hashes.sha256(text));
        if (token == null) {
            return false;
        }
        book.commit(batch -> {
            batch.also(transaction -> transaction.accessTokens().remove(token.id()));
            batch.append(Asked.by(by, "logged out", "user", token.user(), clock.instant())
                    .with("token", token.id()));
        });
        byHash.remove(token.hash());
        return true;
    }

    /** Forgets a user's tokens, which the store has forgotten already. */
    void forget(String user) {
        byHash.values().removeIf(token -> token.user().equals(user));
    }

    /** Reads them again. */
    synchronized void refresh() {
        Map<String, AccessToken> stored = new HashMap<>();
        book.store()
                .read(transaction -> transaction.accessTokens().live(clock.instant()))
                .forEach(token -> stored.put(token.hash(), token));
        byHash.keySet().retainAll(stored.keySet());
        byHash.putAll(stored);
    }

    /** Forgets what expired some time ago. */
    void purge(Duration after) {
        Instant before = clock.instant().minus(after);
        int purged = book.store()
                .inTransaction(transaction -> transaction.accessTokens().forgetExpired(before));
        if (purged > 0) {
            byHash.values().removeIf(token -> token.expiry().isBefore(before));
        }
    }
}
