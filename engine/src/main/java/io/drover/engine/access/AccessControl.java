package io.drover.engine.access;

import io.drover.engine.api.Access;
import io.drover.engine.api.FirstStart;
import io.drover.engine.api.Keys;
import io.drover.engine.api.Logins;
import io.drover.engine.api.Roles;
import io.drover.engine.api.Users;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that has to do with who may do what, wired together. It follows what other nodes change within a second or two. */
public final class AccessControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
    private static final long LOOK_SECONDS = 1;
    private static final int LOOKS_BETWEEN_PURGES = 600;
    private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(1);

    private final Store store;
    private final Roster roster;
    private final AccessBook book;
    private final PasswordFile file;
    private final HashingPool strangers = new HashingPool("strangers");
    private final HashingPool known = new HashingPool("known");
    private final Refusals refusals;
    private final StoredLogins logins;
    private final StoredKeys keys;
    private final StoredUsers users;
    private final StoredRoles roles;
    private final OneTimeCode firstStart;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "drover-access");
        made.setDaemon(true);
        return made;
    });
    private long seen;
    private int looks;

    public AccessControl(
            AccessSettings settings, Store store, Committer committer, Roster roster, Ids ids, InstantSource clock) {
        this.store = store;
        this.roster = roster;
        this.seen = count();
        this.book = new AccessBook(store, committer, roster);
        this.file = new PasswordFile(settings.passwordFile());
        roster.passwordFile(file.users());
        this.refusals = new Refusals(committer, clock);
        LoginGuard guard = new LoginGuard(clock);
        this.logins = new StoredLogins(settings, book, file, strangers, known, guard, refusals, ids, clock);
        this.keys = new StoredKeys(book, ids, clock);
        this.users = new StoredUsers(book, logins, keys, guard, refusals, known, clock);
        this.roles = new StoredRoles(book, clock);
        this.firstStart = new OneTimeCode(book, users, known, clock);
    }

    /** Looks from now on for what other nodes change, and purges tokens that expired. */
    public void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            followOthers();
            if (++looks % LOOKS_BETWEEN_PURGES == 0) {
                logins.purge(KEPT_AFTER_EXPIRY);
            }
        } catch (RuntimeException e) {
            LOG.debug("Users and roles could not be looked at; it is tried again in a moment.", e);
        }
    }

    /** Reads again what another node may have changed. */
    void followOthers() {
        roster.passwordFile(file.users());
        long now = count();
        if (now != seen) {
            refresh();
            seen = now;
        }
    }

    private long count() {
        return store.read(transaction -> transaction.accessChanges().count());
    }

    /** Reads everything again: the database may hold something else after a commit whose outcome is unknown. */
    public void refresh() {
        book.refresh();
        keys.refresh();
        logins.refresh();
    }

    /** {@return a code with which the administrator's password can be set once; null where somebody has a password} */
    public @Nullable String firstStartCode(Duration goodFor) {
        return firstStart.make(goodFor);
    }

    public Access access() {
        return new AuditedAccess(roster, refusals);
    }

    public Users users() {
        return users;
    }

    public Logins logins() {
        return logins;
    }

    public Keys keys() {
        return keys;
    }

    public Roles roles() {
        return roles;
    }

    public FirstStart firstStart() {
        return firstStart;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        strangers.close();
        known.close();
    }
}
